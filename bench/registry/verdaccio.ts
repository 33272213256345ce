/** Verdaccio as `bench/verdaccio/` pins it, in a process of its own. */
import { spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const verdaccioFolder = fileURLToPath(new URL("../verdaccio/", import.meta.url));

export const verdaccioVersion = (): string => {
  const manifest = readFileSync(join(verdaccioFolder, "package.json"), "utf8");
  return (JSON.parse(manifest) as { readonly dependencies: { readonly verdaccio: string } }).dependencies.verdaccio;
};

export type VerdaccioOptions = {
  /** Holds its storage and its log; what an earlier start stored there is served. */
  readonly folder: string;
  /** The registry that it fetches from. Default: none, it serves what it has stored. */
  readonly uplink?: string | undefined;
};

export type Verdaccio = {
  /** With the slash. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

/** As Verdaccio is delivered, but for what an install does not use, which is off: its pages, its audit, a line of log per request. */
const configuration = (uplink: string | undefined): unknown => {
  const access = { access: "$all", ...(uplink === undefined ? {} : { proxy: "recorded" }) };
  return {
    storage: "./storage",
    web: { enable: false },
    auth: { htpasswd: { file: "./htpasswd" } },
    uplinks: uplink === undefined ? {} : { recorded: { url: uplink } },
    packages: { "@*/*": access, "**": access },
    server: { keepAliveTimeout: 600 },
    log: { type: "stdout", format: "pretty", level: "error" },
  };
};

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
};

export const startVerdaccio = async ({ folder, uplink }: VerdaccioOptions): Promise<Verdaccio> => {
  await mkdir(folder, { recursive: true });
  const config = join(folder, "config.yaml");
  // YAML reads JSON.
  await writeFile(config, JSON.stringify(configuration(uplink), undefined, 2));
  const port = await freePort();
  const entry = join(verdaccioFolder, "node_modules", "verdaccio", "bin", "verdaccio");
  const logFile = join(folder, "verdaccio.log");
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, [entry, "--config", config, "--listen", `127.0.0.1:${port}`], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder, NODE_ENV: "production" },
    stdio: ["ignore", log, log],
  });
  const end = (): void => void child.kill();
  process.once("exit", end);
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${port}/`;
  for (let attempt = 0; !(await answers(url)); attempt++) {
    if (attempt === 300 || child.exitCode !== null) {
      child.kill();
      throw new Error(`Verdaccio does not start\n${readFileSync(logFile, "utf8")}`);
    }
    await wait(100);
  }
  return {
    url,
    close: async () => {
      process.off("exit", end);
      child.kill();
      await gone;
    },
  };
};

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(new URL("-/ping", url))).ok;
  } catch {
    return false;
  }
};
