import { basename, join } from "node:path";
import type { YarnAtHand } from "../lockfile/yarn-registry.ts";
import type { Environment } from "./environment.ts";
import type { ScopeRegistry } from "./scope-registries.ts";
import { foldersUpward, readSettingsFiles } from "./settings-files.ts";
import { userHome } from "./user-home.ts";

/** What `.yarnrc` files say about registries, the nearest file first. */
export interface YarnClassicSettings {
  readonly registry: string | undefined;
  readonly scopes: readonly ScopeRegistry[];
}

const LINE = /^"?(?:(@[^:"\s]+):)?registry"?[ \t]+"?([^"\s]+)"?[ \t]*$/gm;

/** Reads `.yarnrc` of the folder, of those above it and of the home. */
export async function readYarnClassicSettings(folder: string, env: Environment): Promise<YarnClassicSettings> {
  const files = await readSettingsFiles([...foldersUpward(folder), userHome(env)].map((each) => join(each, ".yarnrc")));
  const lines = files.flatMap(({ path, text }) =>
    [...text.matchAll(LINE)].map(([, scope, registry = ""]) => ({ scope, registry, file: path })),
  );
  return {
    registry: lines.find(({ scope }) => scope === undefined)?.registry,
    scopes: lines.flatMap(({ scope, ...rest }) => (scope === undefined ? [] : [{ scope, ...rest }])),
  };
}

/**
 * Which of the two public registries Yarn 1 would name in its lockfile without us: its own, unless its own settings (npmrc is
 * none of them) name npm's. Another registry in its settings is replaced by the domain, as with every client.
 */
export function tarballRegistry(options: {
  readonly env: Environment;
  readonly yarnrc: YarnClassicSettings;
  readonly npmDefault: string;
  readonly yarnDefault: string;
}): string {
  const { env, yarnrc, npmDefault, yarnDefault } = options;
  const registry = env["YARN_REGISTRY"] ?? yarnrc.registry;
  const isNpms =
    registry !== undefined && URL.canParse(registry) && new URL(registry).host === new URL(npmDefault).host;
  return isNpms ? npmDefault : yarnDefault;
}

/** Whether a Yarn at hand is Yarn 1; Corepack's is the version that the project names, and Yarn 1 where it names none. */
export async function isYarnClassic({ program, text }: YarnAtHand, folder: string): Promise<boolean> {
  if (basename(program) !== "corepack.cjs") return /\bYARN_REGISTRY = /.test(text);
  const manifests = await readSettingsFiles(foldersUpward(folder).map((each) => join(each, "package.json")));
  const [, major = "1"] =
    manifests
      .map((manifest) => /"packageManager"\s*:\s*"yarn@(\d+)/.exec(manifest.text))
      .find((found) => found !== null) ?? [];
  return major === "1";
}
