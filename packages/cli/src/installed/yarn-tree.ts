import { join } from "node:path";
import { type LockfileEntry, parseNpmLocator } from "@headwater/formats";
import type { Environment } from "../exec/environment.ts";
import { readYarnSettings } from "../exec/yarn-settings.ts";
import { readTextFile } from "../files/read-text-file.ts";
import { readLockfile } from "./lockfiles.ts";
import { versionsIn } from "./node-modules.ts";
import { exists } from "./project-roots.ts";
import { meetsConditions, supportedArchitecture } from "./yarn-conditions.ts";

/** What Yarn leaves behind with its other two layouts. */
const OTHER_TREES = [".pnp.cjs", ".pnp.loader.mjs", join(".yarn", "install-state.gz")];

/**
 * What Yarn installed under a root. With node_modules Yarn lists it in `.yarn-state.yml`; with its other layouts it is every
 * entry of the lockfile whose conditions this machine (or `supportedArchitectures`) meets. `undefined` when there is no tree
 * of Yarn's.
 */
export async function yarnTree(root: string, env: Environment): Promise<readonly LockfileEntry[] | undefined> {
  const lockfile = await readLockfile("yarn", root);
  if (lockfile === undefined) return undefined;
  const state = await readTextFile(join(root, "node_modules", ".yarn-state.yml"));
  if (state !== undefined) {
    const installed = new Set(stateLocators(state));
    return lockfile.filter(({ name, version }) => installed.has(`${name}@${version}`));
  }
  if (await exists(join(root, "node_modules", ".yarn-integrity"))) {
    // Yarn 1 says nowhere which platforms an entry is for.
    const installed = await versionsIn(join(root, "node_modules"));
    return lockfile.filter(({ name, version }) => installed.has(`${name}@${version}`));
  }
  const present = await Promise.all(OTHER_TREES.map((path) => exists(join(root, path))));
  if (!present.includes(true)) return undefined;
  const { supportedArchitectures } = await readYarnSettings(root, env);
  const architecture = supportedArchitecture(supportedArchitectures);
  return lockfile.filter(({ conditions }) => conditions === undefined || meetsConditions(conditions, architecture));
}

/** `name@version` of each registry package in `.yarn-state.yml`: its top-level keys are locators. */
function stateLocators(text: string): readonly string[] {
  return [...text.matchAll(/^"([^"]+)":$/gm)].flatMap(([, locator = ""]) => {
    const parsed = parseNpmLocator(locator);
    return parsed === undefined ? [] : [`${parsed.name}@${parsed.version}`];
  });
}
