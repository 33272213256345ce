import { nearestName } from "@headwater/domain";
import npmDefinitions from "@npmcli/config/lib/definitions/index.js";
import packageJson from "@npmcli/package-json";
import npmChecks from "npm-install-checks";
import procLog from "proc-log";
import { NpmFailure } from "../npm-failure.ts";
import type { NpmSettings } from "./load-npm-settings.ts";
import { NPM_VERSION } from "./npm-version.ts";

const FILES = ["builtin", "project", "user", "global"];
const MAY_EXTEND = ["cli", "project", "default"];

/**
 * What npm checks before any command: its settings, flags that it does not know, and the Node that the project asks for.
 * @throws NpmFailure EUNKNOWNCONFIG, ENPMEXTENSIONCONFIG, EBADDEVENGINES
 */
export async function checkNpmUse(settings: NpmSettings): Promise<void> {
  const { config, global, localPrefix } = settings;
  config.validate();
  const unknownFlags = config.getUnknownConfigs("cli");
  const unknownSettings = FILES.flatMap((where) => config.getUnknownConfigs(where));
  const refused = [...unknownFlags, ...(config.get("strict-npmrc") === true ? unknownSettings : [])];
  if (refused.length > 0) {
    const names = refused.map(({ where, key, source }) => (where === "cli" ? `--${key}` : `${key} in ${source}`));
    throw new NpmFailure(
      "EUNKNOWNCONFIG",
      `npm knows no ${refused.length === 1 ? "setting" : "settings"} ${names.join(", ")}.`,
      nearestSettings(refused),
    );
  }
  for (const { where, key } of unknownSettings)
    procLog.log.warn(
      "config",
      `"${key}" of the ${where} npmrc is unknown; the next major version of npm will refuse it.`,
    );
  config.logWarnings();
  config.warn = true;
  checkExtensionFile(config);
  if (!global) await checkDevEngines(localPrefix, config.get("force") === true);
}

/** It is a program that the engine runs, so only the project and the command line may name it. */
function checkExtensionFile(config: NpmSettings["config"]): void {
  const where = config.find("extension-file");
  if (config.get("extension-file") === null || where === null || MAY_EXTEND.includes(where)) return;
  throw new NpmFailure(
    "ENPMEXTENSIONCONFIG",
    `\`extension-file\` may only be set in project config or on the command line, not from ${where} config.`,
    "Take it out there; the project's .npmrc may hold it.",
  );
}

/** npm's settings that were most likely meant. */
function nearestSettings(refused: readonly { readonly where: string; readonly key: string }[]): string | undefined {
  const known = Object.keys(npmDefinitions.definitions);
  const meant = refused.flatMap(({ where, key }) => {
    const nearest = nearestName(key, known);
    return nearest === undefined ? [] : [where === "cli" ? `--${nearest}` : nearest];
  });
  return meant.length === 0 ? "See npm help config for those that there are." : `Did you mean ${meant.join(", ")}?`;
}

async function checkDevEngines(folder: string, force: boolean): Promise<void> {
  // Without a manifest nothing is asked for; one that cannot be read is refused by the command.
  const manifest = await packageJson.normalize(folder).catch(() => undefined);
  const wanted = manifest?.content.devEngines;
  if (wanted === undefined) return;
  const current = npmChecks.currentEnv.devEngines({ nodeVersion: process.version, npmVersion: NPM_VERSION });
  for (const { isError, message, errors } of npmChecks.checkDevEngines(wanted, current)) {
    const text = [message, ...errors.map((each) => each.message)].join("\n");
    if (isError === true && !force)
      throw new NpmFailure("EBADDEVENGINES", text, "Use what devEngines of package.json asks for, or --force.");
    procLog.log.warn("EBADDEVENGINES", text);
  }
}
