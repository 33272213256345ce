import { isAbsolute, join, relative, resolve } from "node:path";
import { HeadwaterError } from "@headwater/resolver";
import type { Environment } from "./environment.ts";
import { foldersUpward, readSettingsFiles } from "./settings-files.ts";
import { userHome } from "./user-home.ts";

/** What of Yarn's own settings matters for a run through Headwater. */
export interface YarnSettings {
  /** Scopes with settings of their own, without `@`, and the registry of each where it is said. */
  readonly scopes: readonly { readonly scope: string; readonly registry: string | undefined; readonly file: string }[];
  readonly unsafeHttpWhitelist: readonly string[];
  /** Yarn's own: archives are kept in the global folder, not in the project. */
  readonly enableGlobalCache: boolean;
  readonly globalFolder: string;
  /** Platforms that are installed beside this one; `undefined` when nothing is said. */
  readonly supportedArchitectures: Readonly<Partial<Record<"os" | "cpu" | "libc", readonly string[]>>>;
}

type YamlObject = Readonly<Record<string, unknown>>;

/** Reads `.yarnrc.yml` of the folder, of those above it, and of the home; the nearest wins. @throws CONFIGURATION_INVALID */
export async function readYarnSettings(folder: string, env: Environment): Promise<YarnSettings> {
  const name = env["YARN_RC_FILENAME"] ?? ".yarnrc.yml";
  const home = userHome(env);
  const files = await readSettingsFiles([...foldersUpward(folder), home].map((each) => join(each, name)));
  const { default: yaml } = await import("yaml");
  const documents = files.map(({ path, text }) => {
    try {
      return { path, settings: asObject(yaml.parse(text)) };
    } catch (cause) {
      throw new HeadwaterError("CONFIGURATION_INVALID", `${path} is no YAML that can be read.`, {
        hint: "Correct the file; Yarn cannot read it either.",
        cause,
      });
    }
  });
  const first = (key: string): { readonly path: string; readonly value: unknown } | undefined =>
    documents.flatMap(({ path, settings }) => (settings[key] === undefined ? [] : [{ path, value: settings[key] }]))[0];

  const cache = env["YARN_ENABLE_GLOBAL_CACHE"] ?? first("enableGlobalCache")?.value;
  const configured = first("globalFolder");
  const ownFolder =
    typeof configured?.value === "string" ? resolve(join(configured.path, ".."), configured.value) : undefined;
  return {
    scopes: documents.flatMap(({ path, settings }) =>
      Object.entries(asObject(settings["npmScopes"])).map(([scope, value]) => ({
        scope: scope.replace(/^@/, ""),
        registry: asText(asObject(value)["npmRegistryServer"]),
        file: path,
      })),
    ),
    unsafeHttpWhitelist: documents.flatMap(({ settings }) => asTexts(settings["unsafeHttpWhitelist"])),
    enableGlobalCache: !["false", "0"].includes(String(cache)),
    globalFolder: env["YARN_GLOBAL_FOLDER"] ?? ownFolder ?? defaultGlobalFolder(env, home),
    supportedArchitectures: architectures(asObject(first("supportedArchitectures")?.value)),
  };
}

/** Whether one folder lies in another, or is it. */
export function liesIn(inner: string, outer: string): boolean {
  const path = relative(outer, inner);
  return !path.startsWith("..") && !isAbsolute(path);
}

/** As Yarn 4 computes it. */
function defaultGlobalFolder(env: Environment, home: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "Yarn", "Berry");
  const data = env["XDG_DATA_HOME"];
  return data === undefined || data === "" ? join(home, ".yarn", "berry") : join(data, "yarn", "berry");
}

function architectures(value: YamlObject): YarnSettings["supportedArchitectures"] {
  const entries = (["os", "cpu", "libc"] as const).flatMap((key) =>
    value[key] === undefined ? [] : [[key, asTexts(value[key])] as const],
  );
  return Object.fromEntries(entries);
}

const asObject = (value: unknown): YamlObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as YamlObject) : {};
const asText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const asTexts = (value: unknown): readonly string[] =>
  typeof value === "string"
    ? [value]
    : Array.isArray(value)
      ? value.filter((item: unknown) => typeof item === "string")
      : [];
