import { HeadwaterError } from "../errors/headwater-error.ts";

/** An account: twelve digits, as text because leading zeros count. @throws INVALID_NAME */
export function parseAccountId(text: string): string {
  if (/^[0-9]{12}$/.test(text)) return text;
  throw new HeadwaterError("INVALID_NAME", `The account id ${JSON.stringify(text.slice(0, 120))} is not valid.`, {
    hint: 'Use twelve digits in quotes, for example "111122223333".',
    details: { value: text },
  });
}
