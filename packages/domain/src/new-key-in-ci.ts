import { stat } from "node:fs/promises";
import type { Configuration } from "./configuration/configuration.ts";
import { variable } from "./configuration/environment.ts";
import type { Environment } from "./configuration/user-folders.ts";
import type { Warning } from "./warning.ts";

/**
 * What to say when a store is made now on a runner that has no key: its key is made there and goes with the runner, so
 * that nobody can read the store when a cache brings it back. `undefined` outside CI, and where a key is at hand. To be
 * asked of a store that is not there yet. Proven in test/new-key-in-ci.test.ts
 */
export async function newKeyInCi(
  { encryption: { key } }: Configuration,
  env: Environment,
): Promise<Warning | undefined> {
  const ci = variable(env, "CI")?.toLowerCase();
  if (ci === undefined || ci === "false" || ci === "0" || key.type === "env") return undefined;
  if (!(await isMissing(key.path))) return undefined;
  return {
    code: "KEY_MADE_IN_CI",
    message: `CI is set and HEADWATER_KEY is not, so a new key was made in ${key.path}.`,
    hint: "A store that a cache brings to another runner can be read only with its key: give this job the secret HEADWATER_KEY, or keep .headwater out of the cache.",
  };
}

/** Whether there is nothing at a path; what cannot be looked at is there. */
export async function isMissing(path: string): Promise<boolean> {
  try {
    await stat(path);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}
