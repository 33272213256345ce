import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { HeadwaterProject } from "./headwater-project.ts";
import { clientEnvironment } from "./run-client.ts";

const headwaterBin = fileURLToPath(new URL("../../packages/cli/bin/headwater.js", import.meta.url));

export interface RunningServe {
  /** Of the server, with the slash. */
  readonly url: string;
  /** Of its process. */
  readonly pid: number;
  /** Ends it as Ctrl-C does. */
  readonly close: () => Promise<void>;
}

/** `headwater serve` on a free port, with further arguments and variables. */
export async function startServe(
  { folder, home, configFile }: HeadwaterProject,
  { args = [], env = {} }: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<RunningServe> {
  const server = spawn(process.execPath, [headwaterBin, "serve", "--port", "0", "--json", ...args], {
    cwd: folder,
    env: { ...clientEnvironment({ client: "npm-12", home }), HEADWATER_CONFIG: configFile, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  // It prints its address as soon as it listens.
  let text = "";
  for await (const chunk of server.stdout) {
    text += String(chunk);
    if (text.trimEnd().endsWith("}")) break;
  }
  return {
    url: (JSON.parse(text) as { url: string }).url,
    pid: server.pid ?? 0,
    async close() {
      server.kill("SIGINT");
      await once(server, "exit");
    },
  };
}
