import type Arborist from "@npmcli/arborist";
import type { Node } from "@npmcli/arborist";
import scriptAllowed from "@npmcli/arborist/lib/script-allowed.js";
import unreviewed from "@npmcli/arborist/lib/unreviewed-scripts.js";
import procLog from "proc-log";
import { NpmFailure } from "../npm-failure.ts";
import type { NpmSettings } from "../settings/load-npm-settings.ts";
import type { AllowScripts } from "./allow-scripts-policy.ts";

/** A package whose install scripts nobody has allowed or denied: they do not run. Proven in test/npm-plugin/bad-input.test.ts */
export interface UnreviewedPackage {
  readonly name: string;
  readonly version: string | undefined;
  readonly path: string;
  readonly scripts: Readonly<Record<string, string>>;
}

export async function unreviewedScripts(
  { config }: NpmSettings,
  { options }: Arborist,
  tree: Node,
): Promise<readonly UnreviewedPackage[]> {
  const found = await unreviewed.collectUnreviewedScripts({
    tree,
    policy: (options["allowScripts"] ?? null) as AllowScripts | null,
    ignoreScripts: options["ignoreScripts"] === true,
    dangerouslyAllowAllScripts: config.get("dangerously-allow-all-scripts") === true,
  });
  return found.map(({ node, scripts }) => {
    const { name, version } = scriptAllowed.trustedDisplay(node);
    return { name, version, path: node.path, scripts };
  });
}

/** With `--strict-allow-scripts` an install that would leave a script out does not begin. @throws NpmFailure ESTRICTALLOWSCRIPTS */
export async function requireReviewedScripts(settings: NpmSettings, arborist: Arborist): Promise<void> {
  if (settings.config.get("strict-allow-scripts") !== true || arborist.idealTree === null) return;
  const found = await unreviewedScripts(settings, arborist, arborist.idealTree);
  if (found.length === 0) return;
  throw new NpmFailure(
    "ESTRICTALLOWSCRIPTS",
    `allowScripts says nothing about the install scripts of ${found.length} ${found.length === 1 ? "package" : "packages"}:\n${found.map(scriptLine).join("\n")}`,
    "Allow or deny them in allowScripts of package.json.",
  );
}

/** `  name@1.0.0 (postinstall: node build.js)` */
export const scriptLine = ({ name, version, scripts }: UnreviewedPackage): string =>
  `  ${name}${version === undefined ? "" : `@${version}`} (${Object.entries(scripts)
    .map(([event, command]) => `${event}: ${command}`)
    .join("; ")})`;

/** The policy stands at the root alone; elsewhere it would be overlooked. */
export function warnOfWorkspacePolicies(tree: Node): void {
  for (const node of tree.inventory.values()) {
    if (!node.isWorkspace || node.isProjectRoot || node.package.allowScripts === undefined) continue;
    procLog.log.warn(
      "install-scripts",
      `allowScripts of the workspace ${node.packageName ?? node.name} is ignored; move it to the project's package.json.`,
    );
  }
}
