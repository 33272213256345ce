import scriptAllowed from "@npmcli/arborist/lib/script-allowed.js";
import type Config from "@npmcli/config";
import parseAllowScriptsList from "@npmcli/config/lib/parse-allow-scripts-list.js";
import packageJson from "@npmcli/package-json";
import npa from "npm-package-arg";
import procLog from "proc-log";
import { NpmFailure } from "../npm-failure.ts";
import type { NpmSettings } from "../settings/load-npm-settings.ts";

/** Which packages may run install scripts, by spec: a name, or exact versions joined by `||`. */
export type AllowScripts = Readonly<Record<string, boolean>>;

const COMMAND_LINE = ["cli", "env"];
const FILES = ["project", "user", "global", "builtin"];

/**
 * npm's policy for install scripts: the flag (global installs only), else the project's package.json, else the npmrc files; the
 * first that says anything counts alone. `null`: nobody says anything.
 * Proven in test/scripts/allow-scripts-policy.test.ts
 *
 * @throws NpmFailure EALLOWSCRIPTS for the flag in a project: everybody who installs must get the same
 */
export async function allowScriptsPolicy({ config, global, path }: NpmSettings): Promise<AllowScripts | null> {
  const ofCommandLine = fromSources(config, COMMAND_LINE);
  if (ofCommandLine !== null && !global) {
    throw new NpmFailure(
      "EALLOWSCRIPTS",
      "--allow-scripts is not allowed in an install of a project.",
      "Add the entries to allowScripts in package.json, or to .npmrc.",
    );
  }
  const policies = [
    { where: "--allow-scripts", policy: ofCommandLine },
    { where: "package.json", policy: global ? null : await ofManifest(path) },
    { where: ".npmrc", policy: fromSources(config, FILES) },
  ].map(({ where, policy }) => ({ where, policy: policy === null ? null : withoutRanges(policy, where) }));
  const [first, ...ignored] = policies.filter(({ policy }) => policy !== null);
  for (const { where } of ignored)
    procLog.log.warn("install-scripts", `allowScripts of ${where} is ignored, because ${first?.where} has its own.`);
  return first?.policy ?? null;
}

function fromSources(config: Config, sources: readonly string[]): AllowScripts | null {
  for (const where of sources) {
    const names = parseAllowScriptsList(config.get("allow-scripts", where));
    if (names.length > 0) return Object.fromEntries(names.map((name) => [name, true]));
  }
  return null;
}

async function ofManifest(path: string): Promise<AllowScripts | null> {
  // A project without a manifest is none of this policy's concern; one that cannot be read is refused by Arborist.
  const manifest = await packageJson.normalize(path).catch(() => undefined);
  const policy = manifest?.content.allowScripts;
  return typeof policy === "object" && Object.keys(policy).length > 0 ? policy : null;
}

/** A range or a tag allows what nobody has seen. */
function withoutRanges(policy: AllowScripts, where: string): AllowScripts | null {
  const kept = Object.entries(policy).filter(([spec]) => {
    const isExact = namesExactly(spec);
    if (!isExact)
      procLog.log.warn(
        "install-scripts",
        `${where}: "${spec}" is ignored; write a name, or exact versions joined by "||".`,
      );
    return isExact;
  });
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function namesExactly(spec: string): boolean {
  try {
    const { type, fetchSpec, rawSpec } = npa(spec);
    if (type === "tag") return false;
    const isNameAlone = fetchSpec === "*" || rawSpec === "" || rawSpec === "*";
    return type !== "range" || isNameAlone || scriptAllowed.isExactVersionDisjunction(fetchSpec);
  } catch {
    return false;
  }
}
