import { join } from "node:path";
import { readTextFile } from "../files/read-text-file.ts";
import type { YarnAtHand } from "../lockfile/yarn-registry.ts";
import { type ClientCall, subcommandOf } from "./client-call.ts";
import { clientEnvironment, environmentScopes, isScopeOfEnvironment } from "./client-environment.ts";
import type { Environment } from "./environment.ts";
import type { RunFiles } from "./run-files.ts";
import { type ScopeRegistry, firstOfEach, npmrcScopes, ownScopes } from "./scope-registries.ts";
import { type NpmrcFile, readNpmrcFiles, userNpmrcPath } from "./settings-files.ts";
import { userNpmrcWithToken } from "./user-npmrc.ts";
import { yarnClassicPreload } from "./yarn-classic-preload.ts";
import { isYarnClassic, readYarnClassicSettings, tarballRegistry } from "./yarn-classic-settings.ts";
import { yarnScopesPlugin } from "./yarn-scopes-plugin.ts";
import { type YarnSettings, liesIn, readYarnSettings } from "./yarn-settings.ts";

export interface PrepareRunOptions {
  readonly command: readonly string[];
  readonly call: ClientCall;
  readonly env: Environment;
  /** Variables that hold secrets of ours, which the client does not get. */
  readonly secretVariables: readonly string[];
  readonly endpoint: { readonly url: string; readonly token: string };
  /** Scopes, with `@`, that clients fetch past the domain. */
  readonly direct: readonly string[];
  /** npm's default registry. */
  readonly npmRegistry: string;
  /** The Yarn that the client may be. */
  readonly yarn: YarnAtHand | undefined;
  readonly files: RunFiles;
}

/** Everything that a run of a client is started with. */
export interface PreparedRun {
  readonly command: readonly string[];
  readonly env: Record<string, string>;
  readonly npmrcs: readonly NpmrcFile[];
  /** What a person must know before the client starts: scopes that it cannot be kept from fetching elsewhere. */
  readonly warnings: readonly string[];
}

/** Commands that write the user's npmrc: they must find the real one. */
const WRITES_NPMRC: readonly (string | undefined)[] = ["config", "c", "set", "login", "adduser", "add-user", "logout"];

/** Reads the settings that would lead a client elsewhere, and answers each with what keeps it here. @throws CONFIGURATION_INVALID */
export async function prepareRun(options: PrepareRunOptions): Promise<PreparedRun> {
  const { call, env, secretVariables, endpoint, direct, files } = options;
  const npmrcs = await readNpmrcFiles(call.folder, env);
  const kinds = call.kind === undefined ? (["pnpm", "bun"] as const) : [call.kind];
  const yarnrc = await readYarnClassicSettings(call.folder, env);
  const own = (await Promise.all(kinds.map((kind) => ownScopes(kind, call.folder, env)))).flat();
  const written = firstOfEach([...npmrcScopes(npmrcs, env), ...own, ...(mayBeYarn(call) ? yarnrc.scopes : [])]);
  const configured = written.filter(({ scope }) => !direct.includes(scope));
  const scopes = [
    ...new Set([
      ...configured.map(({ scope }) => scope),
      ...environmentScopes(env).filter((scope) => !direct.includes(scope)),
    ]),
  ];
  const yarn = await readYarnSettings(call.folder, env);

  // Yarn 1 takes the variable of Yarn 4's cache for its own, and starts scripts by a shell that loses the variable of the token.
  const classic =
    options.yarn !== undefined && (await isYarnClassic(options.yarn, call.folder)) ? options.yarn : undefined;
  const preload =
    classic === undefined
      ? undefined
      : yarnClassicPreload({
          endpoint,
          registries: [options.npmRegistry, classic.registry],
          tarballs: tarballRegistry({
            env,
            yarnrc,
            npmDefault: options.npmRegistry,
            yarnDefault: classic.registry,
          }),
          scopes: configured,
          direct: written.flatMap(({ scope }) => (direct.includes(scope) ? [scope] : [])),
        });

  const environment = clientEnvironment({
    env,
    secretVariables,
    endpoint,
    scopes,
    noProxy: npmrcs.flatMap(({ entries }) => entries.filter(({ key }) => key === "noproxy" || key === "no-proxy"))[0]
      ?.value,
    yarnHttpWhitelist: yarn.unsafeHttpWhitelist,
    files: {
      userconfig: await writeUserconfig(options, classic !== undefined),
      yarnGlobalFolder: await files.makeFolder("yarn"),
      yarnCacheFolder: classic !== undefined ? undefined : yarnCacheFolder(yarn, call.folder),
      yarnPreload: preload === undefined ? undefined : await files.write("yarn-classic.mjs", preload),
      yarnPlugin:
        yarn.scopes.length === 0
          ? undefined
          : await files.write("plugin-headwater-run.cjs", yarnScopesPlugin(endpoint, direct)),
    },
  });
  return {
    command: redirectedCommand(options, scopes),
    env: environment,
    npmrcs,
    warnings: bunWarnings(call, configured),
  };
}

/** Yarn itself, or a program that may start it. */
export const mayBeYarn = ({ kind }: ClientCall): boolean => kind === "yarn" || kind === undefined;

async function writeUserconfig(
  { call, env, endpoint, files }: PrepareRunOptions,
  isClassic: boolean,
): Promise<string | undefined> {
  if (call.kind === "bun" || (call.kind === "yarn" && !isClassic) || WRITES_NPMRC.includes(subcommandOf(call)))
    return undefined;
  const text = (await readTextFile(userNpmrcPath(env))) ?? "";
  return files.write("npmrc", userNpmrcWithToken(text, endpoint));
}

/** Archives are the same whatever registry they came from, and a PnP tree runs out of them: they stay where Yarn would have them. */
function yarnCacheFolder({ enableGlobalCache, globalFolder }: YarnSettings, folder: string): string | undefined {
  const cache = join(globalFolder, "cache");
  // Yarn cleans a cache inside the project that is not the global one.
  return enableGlobalCache && !liesIn(cache, folder) ? cache : undefined;
}

/** What no variable can say is said by arguments, none of them a secret: pnpm takes scopes that way, npm those that its environment cannot spell. */
function redirectedCommand(
  { command, call, endpoint }: PrepareRunOptions,
  scopes: readonly string[],
): readonly string[] {
  const flags =
    call.kind === "pnpm"
      ? scopes.map((scope) => `--config.${scope}:registry=${endpoint.url}`)
      : call.kind === "npm"
        ? scopes.filter((scope) => !isScopeOfEnvironment(scope)).map((scope) => `--${scope}:registry=${endpoint.url}`)
        : [];
  return [...command.slice(0, call.argumentsAt), ...flags, ...command.slice(call.argumentsAt)];
}

/** Bun reads scopes from files alone. */
function bunWarnings({ kind }: ClientCall, scopes: readonly ScopeRegistry[]): readonly string[] {
  if (kind !== "bun") return [];
  return scopes.map(
    ({ scope, registry, file }) =>
      `Bun fetches packages of ${scope} from ${registry}, past the domain, because ${file} says so and Bun cannot be told otherwise. List ${scope} under direct in headwater.yml if that is meant.`,
  );
}
