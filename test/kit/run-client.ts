import { mkdir } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { runCommand, type CommandResult } from "./run-command.ts";
import { clientBinFolder, clientCommand, type OlderYarn, type TestClient } from "./test-client.ts";

export type ClientEnvironmentOptions = {
  readonly client: TestClient | OlderYarn;
  /** A fresh folder that stands for the user's home: configuration, caches and stores all live in it. */
  readonly home: string;
  /** The Node for JavaScript clients and for scripts. Default: the Node that runs this. */
  readonly nodePath?: string | undefined;
  /** The client's public registry, set by environment in every spelling. Default: the client's own. */
  readonly registry?: string | undefined;
  /** Added last; wins. */
  readonly env?: Readonly<Record<string, string>> | undefined;
};

export type RunClientOptions = ClientEnvironmentOptions & {
  readonly args: readonly string[];
  readonly cwd: string;
  /** Milliseconds. Default 120 000. */
  readonly timeout?: number | undefined;
};

export type ClientResult = CommandResult;

/** What a client may see of the machine. `CI` is not among it: pnpm, Yarn and Bun freeze lockfiles under it. */
const inheritedVariables = [
  "TMPDIR",
  "TEMP",
  "TMP",
  "LANG",
  "LC_ALL",
  "TZ",
  "SystemRoot",
  // Which authorities the machine trusts, for tests that do reach the public registry.
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];

const systemPath = (): string[] =>
  (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "" && !folder.includes("node_modules"));

/** The registry in every client's own variable (npm, pnpm 10 and 12, Bun, Yarn 4). */
const registryVariables = (registry: string): Record<string, string> => ({
  npm_config_registry: registry,
  PNPM_CONFIG_REGISTRY: registry,
  BUN_CONFIG_REGISTRY: registry,
  YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ""),
  YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1",
});

/**
 * The whole environment for a client, made from nothing: no user or global npmrc but those in `home`,
 * no variable of npm, pnpm, Bun or Yarn from outside, caches in `home`, the client first on PATH.
 */
export const clientEnvironment = (options: ClientEnvironmentOptions): Record<string, string> => {
  const { client, home, nodePath = process.execPath, registry, env } = options;
  const folders = [clientBinFolder(client), dirname(nodePath)];
  // pnpm 10 hands `view`, `dist-tag`, `search` and `publish` to the npm on PATH.
  if (client === "pnpm-10") folders.push(clientBinFolder("npm-12"));
  const inherited = Object.fromEntries(
    inheritedVariables.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    ...inherited,
    PATH: [...folders, ...systemPath()].join(delimiter),
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_CACHE_HOME: join(home, ".cache"),
    XDG_DATA_HOME: join(home, ".local", "share"),
    XDG_STATE_HOME: join(home, ".local", "state"),
    NPM_CONFIG_USERCONFIG: join(home, ".npmrc"),
    NPM_CONFIG_GLOBALCONFIG: join(home, "etc", "npmrc"),
    npm_config_cache: join(home, ".npm"),
    npm_config_update_notifier: "false",
    BUN_INSTALL: join(home, ".bun"),
    BUN_INSTALL_CACHE_DIR: join(home, ".bun", "install", "cache"),
    DO_NOT_TRACK: "1",
    YARN_GLOBAL_FOLDER: join(home, ".yarn", "berry"),
    YARN_ENABLE_TELEMETRY: "0",
    ...(registry === undefined ? {} : registryVariables(registry)),
    ...env,
  };
};

/** Runs a pinned client to its end in an environment of its own. Throws when it runs out of time. */
export const runClient = async (options: RunClientOptions): Promise<ClientResult> => {
  await mkdir(options.home, { recursive: true });
  const { command, args } = clientCommand(options.client, options.nodePath);
  return runCommand({
    command,
    args: [...args, ...options.args],
    cwd: options.cwd,
    env: clientEnvironment(options),
    timeout: options.timeout,
  });
};
