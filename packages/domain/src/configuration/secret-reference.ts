import { HeadwaterError } from "@headwater/resolver";
import type { EnvironmentReference, KeyReference } from "./configuration.ts";

const VARIABLE = /^env:([A-Za-z_][A-Za-z0-9_]*)$/;
/** Key providers of the design that this build does not have. */
const OTHER_KEY = /^(aws-kms:|none$)/;

/** A secret by the variable that holds it. The text is in no message: it may be the secret. @throws CONFIGURATION_INVALID */
export function parseSecretReference(text: string): EnvironmentReference {
  const [, name] = VARIABLE.exec(text) ?? [];
  if (name !== undefined) return { type: "env", name };
  throw new HeadwaterError(
    "CONFIGURATION_INVALID",
    "A secret cannot stand in this file; only the variable that holds it can.",
    {
      hint: "Put the secret into a variable of the environment and write env:NAME here.",
    },
  );
}

/**
 * Where the domain's key is. The path of a file is as written.
 * @throws CONFIGURATION_INVALID; NOT_SUPPORTED for the kinds of key that this build cannot use
 */
export function parseKeyReference(text: string): KeyReference {
  const [, path] = /^file:(.+)$/s.exec(text) ?? [];
  if (path !== undefined) return { type: "file", path };
  const [, name] = VARIABLE.exec(text) ?? [];
  if (name !== undefined) return { type: "env", name };
  const hint = "Write file:PATH for a key file, or env:NAME for a variable that holds the key.";
  const [other] = OTHER_KEY.exec(text) ?? [];
  if (other !== undefined)
    throw new HeadwaterError("NOT_SUPPORTED", `A key of the kind ${JSON.stringify(other)} is not supported yet.`, {
      hint,
    });
  throw new HeadwaterError("CONFIGURATION_INVALID", "The key itself cannot stand in this file; only where it is can.", {
    hint,
  });
}
