import { HeadwaterError } from "@headwater/resolver";

/** Stores of the design, or asked for often, that this build does not have. */
const OTHER_STORE = /^(postgres|postgresql|mysql|mongodb|redis|rediss|s3|memory|https?):/i;

/** The path behind `sqlite:`, as written. @throws CONFIGURATION_INVALID, NOT_SUPPORTED */
export const parseReferencesLocation = (text: string): string => pathBehind("sqlite", text);

/** The path behind `file:`, as written. @throws CONFIGURATION_INVALID, NOT_SUPPORTED */
export const parseAssetsLocation = (text: string): string => pathBehind("file", text);

function pathBehind(kind: "sqlite" | "file", text: string): string {
  if (text.startsWith(`${kind}:`) && text.length > kind.length + 1) return text.slice(kind.length + 1);
  const hint = `Write ${kind}:PATH, for example ${kind === "sqlite" ? "sqlite:.headwater/references.sqlite" : "file:.headwater/assets"}.`;
  const [, other] = OTHER_STORE.exec(text) ?? [];
  // The rest of the text may hold a password.
  if (other !== undefined)
    throw new HeadwaterError("NOT_SUPPORTED", `A store on ${other} is not supported yet.`, { hint });
  throw new HeadwaterError("CONFIGURATION_INVALID", "This does not say where the store is.", { hint });
}
