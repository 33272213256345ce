import { HeadwaterError } from "@headwater/resolver";
import type { EnvironmentReference } from "./configuration.ts";
import type { Environment } from "./user-folders.ts";

/** The environment of this process: the default where a caller gives none. */
export const processEnvironment = (): Environment => process.env;

/** A variable that is set to something. */
export function variable(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
}

/** The secret that a reference names; `undefined` when its variable is not set. */
export const readSecret = (reference: EnvironmentReference, env: Environment): string | undefined =>
  variable(env, reference.name);

const ON = ["1", "true", "yes", "on"];
const OFF = ["0", "false", "no", "off"];

/** A switch; `undefined` when its variable is not set. @throws CONFIGURATION_INVALID */
export function readSwitch(env: Environment, name: string): boolean | undefined {
  const value = variable(env, name)?.toLowerCase();
  if (value === undefined) return undefined;
  if (ON.includes(value)) return true;
  if (OFF.includes(value)) return false;
  throw new HeadwaterError(
    "CONFIGURATION_INVALID",
    `The variable ${name} is ${JSON.stringify(value.slice(0, 40))}, which is neither yes nor no.`,
    {
      hint: `Set it to 1 or 0, or remove it.`,
    },
  );
}
