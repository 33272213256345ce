/** The servers that the suite's tests are run against: real ones, on free ports, each over a loopback registry. */
import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { createHeadwaterProject } from "../kit/headwater-project.ts";
import { startRecordedRegistry } from "../kit/recorded-registry.ts";
import { startServe } from "../kit/running-serve.ts";
import type { Ground } from "./plan.ts";
import { startRootProxy } from "./root-proxy.ts";

export interface StartedGround {
  /** Of the repository, without a slash at the end. */
  readonly registry: string;
  readonly token: string;
  /** A folder that is gone with it; in it the home of a user who has the token. */
  readonly root: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

const token = "the-token-of-the-conformance-run";

/** The suite writes credentials for the host name `localhost`. */
const settings = (upstream: string): string => `externalConnections:
  public:npmjs: { url: "${upstream}", timeout: 3 }
repositories:
  team:      { upstreams: [npm-store] }
  npm-store: { externalConnection: "public:npmjs" }
repository: team
server: { token: env:HEADWATER_TOKEN, url: "http://localhost/" }
`;

export async function startGround(ground: Ground): Promise<StartedGround> {
  if (ground === "own upstream") {
    const port = await freePort();
    const server = await serveOver(`http://localhost:${port}/`, ["--allow-anyone"]);
    return { ...server, env: { E2E_UPLINK_PORT: String(port) } };
  }
  const upstream = await startRecordedRegistry();
  const server = await serveOver(upstream.url, ground === "token" ? [] : ["--allow-anyone"]);
  const proxy = ground === "at the root" ? await startRootProxy(`${server.registry}/`) : undefined;
  return {
    ...server,
    registry: proxy?.url ?? server.registry,
    async close() {
      await proxy?.close();
      await server.close();
      await upstream.close();
    },
  };
}

async function serveOver(upstream: string, args: readonly string[]): Promise<StartedGround> {
  const project = await createHeadwaterProject();
  await project.configure(settings(upstream));
  const running = await startServe(project, { args, env: { HEADWATER_TOKEN: token } });
  // The suite leaves the last slash of the address away, and npm then looks for the token one folder further up.
  await writeFile(join(project.home, ".npmrc"), `${running.url.replace(/^http:/, "")}npm/:_authToken=${token}\n`);
  return {
    registry: `${running.url}npm/team`,
    token,
    root: project.root,
    home: project.home,
    env: {},
    async close() {
      await running.close();
      await project.close();
    },
  };
}

/** Free a moment ago. When somebody takes it before the suite does, the suite says so and fails. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "localhost", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}
