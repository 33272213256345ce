/**
 * The package managers that the tests run, each pinned in `test/clients/<name>/` with a lockfile of its own.
 * `node scripts/install-test-clients.ts` installs them; nothing here needs the network.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const testClients = ["npm-11", "npm-12", "pnpm-10", "pnpm-12", "bun", "yarn-4"] as const;

export type TestClient = (typeof testClients)[number];

/** Yarns that cannot load the plugin or in which it does not work. They are run for what they say, so nothing else is tested with them. */
export const olderYarns = ["yarn-1", "yarn-2", "yarn-3"] as const;

export type OlderYarn = (typeof olderYarns)[number];

/** What a client spawns as: `spawn(command, [...args, ...own])`. */
export type ClientCommand = { readonly command: string; readonly args: readonly string[] };

type ClientFacts = {
  /** Names on the client's PATH folder, each with the file that it starts, relative to the client's node_modules. */
  readonly bins: Readonly<Record<string, string>>;
  /** The bin that is the client itself. */
  readonly main: string;
  /** `node`: a JavaScript entry that any Node runs; `native`: a binary. */
  readonly runsOn: "node" | "native";
  /** The file that the client writes beside package.json. */
  readonly lockfile: string;
};

const clientsFolder = fileURLToPath(new URL("../clients/", import.meta.url));

const bunPlatforms: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-aarch64",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-aarch64",
};

const platform = `${process.platform}-${process.arch}`;
const bunBinary = `@oven/bun-${bunPlatforms[platform] ?? platform}/bin/bun`;

const facts: Readonly<Record<TestClient | OlderYarn, ClientFacts>> = {
  "npm-11": npmFacts(),
  "npm-12": npmFacts(),
  "pnpm-10": {
    bins: { pnpm: "pnpm/bin/pnpm.cjs", pnpx: "pnpm/bin/pnpx.cjs" },
    main: "pnpm",
    runsOn: "node",
    lockfile: "pnpm-lock.yaml",
  },
  "pnpm-12": {
    bins: { pnpm: `@pnpm/exe.${platform}/pnpm` },
    main: "pnpm",
    runsOn: "native",
    lockfile: "pnpm-lock.yaml",
  },
  bun: { bins: { bun: bunBinary, bunx: bunBinary }, main: "bun", runsOn: "native", lockfile: "bun.lock" },
  "yarn-4": yarnFacts("@yarnpkg/cli-dist/bin/yarn.js"),
  "yarn-3": yarnFacts("@yarnpkg/cli-dist/bin/yarn.js"),
  "yarn-2": yarnFacts("@yarnpkg/cli-dist/bin/yarn.js"),
  "yarn-1": yarnFacts("yarn/bin/yarn.js"),
};

function npmFacts(): ClientFacts {
  return {
    bins: { npm: "npm/bin/npm-cli.js", npx: "npm/bin/npx-cli.js" },
    main: "npm",
    runsOn: "node",
    lockfile: "package-lock.json",
  };
}

function yarnFacts(entry: string): ClientFacts {
  return { bins: { yarn: entry, yarnpkg: entry }, main: "yarn", runsOn: "node", lockfile: "yarn.lock" };
}

/** Node runtimes beside the workspace's own; node-20 is older than what Headwater runs on. */
export const testNodes = ["node-20", "node-22", "node-26"] as const;

export type TestNode = (typeof testNodes)[number];

/** The folder of a client or runtime: its package.json, package-lock.json and, once installed, node_modules. */
export const testClientFolder = (name: TestClient | OlderYarn | TestNode): string => join(clientsFolder, name);

/** Names and targets (relative to node_modules) of a client's commands. */
export const clientBins = (client: TestClient | OlderYarn): Readonly<Record<string, string>> => facts[client].bins;

/** The lockfile's name, as `package-lock.json`. */
export const lockfileName = (client: TestClient | OlderYarn): string => facts[client].lockfile;

/**
 * The client's real entry, native binaries directly and JavaScript ones by `nodePath`
 * (default: the Node that runs this). Throws when the client is not installed.
 */
export const clientCommand = (client: TestClient | OlderYarn, nodePath: string = process.execPath): ClientCommand => {
  const { bins, main, runsOn } = facts[client];
  const entry = installed(join(testClientFolder(client), "node_modules", bins[main] ?? main));
  return runsOn === "native" ? { command: entry, args: [] } : { command: nodePath, args: [entry] };
};

/**
 * A folder for a test's PATH in which `npm`, `pnpm`, `bun` or `yarn` (and npx, pnpx, bunx) are this client.
 * JavaScript clients start with the first `node` on that PATH. Throws when the client is not installed.
 */
export const clientBinFolder = (client: TestClient | OlderYarn): string =>
  installed(join(testClientFolder(client), "node_modules", ".test-bin"));

/** The runtime's `node` binary. Throws when it is not installed. */
export const testNodePath = (runtime: TestNode): string =>
  installed(join(testClientFolder(runtime), "node_modules", ".bin", "node"));

const installed = (path: string): string => {
  if (!existsSync(path)) {
    throw new Error(`Test client is not installed: ${path} is missing. Run: node scripts/install-test-clients.ts`);
  }
  return path;
};
