import { HeadwaterError } from "../errors/headwater-error.ts";

const REPOSITORY_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$/;

/** A repository's name: 2–100 characters (R1). @throws INVALID_NAME */
export function parseRepositoryName(text: string): string {
  if (REPOSITORY_NAME.test(text) && !text.includes("..")) return text;
  throw new HeadwaterError("INVALID_NAME", `The repository name ${JSON.stringify(text.slice(0, 120))} is not valid.`, {
    hint: "Use 2 to 100 characters: letters, digits, '.', '_' and '-', starting with a letter or digit, without '..'.",
    details: { rule: "R1", value: text },
  });
}
