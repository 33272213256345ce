import { HeadwaterError } from "../errors/headwater-error.ts";

const DOMAIN_NAME = /^[a-z][a-z0-9-]{0,48}[a-z0-9]$/;

/** A domain's name: 2–50 characters, lower case, no underscore (D2). @throws INVALID_NAME */
export function parseDomainName(text: string): string {
  if (DOMAIN_NAME.test(text)) return text;
  throw new HeadwaterError("INVALID_NAME", `The domain name ${JSON.stringify(text.slice(0, 120))} is not valid.`, {
    hint: "Use 2 to 50 characters: lower-case letters, digits and '-', starting with a letter and not ending with '-'.",
    details: { rule: "D2", value: text },
  });
}
