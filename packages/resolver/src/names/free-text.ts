import { HeadwaterError } from "../errors/headwater-error.ts";

/** A text that is there for people, such as a description: at most 1,000 characters, no control characters. @throws INVALID_ARGUMENT */
export function checkFreeText(what: string, text: string | undefined): void {
  if (text === undefined || /^\P{C}{0,1000}$/u.test(text)) return;
  throw new HeadwaterError("INVALID_ARGUMENT", `The ${what} is not valid.`, {
    hint: "Use at most 1,000 characters, none of them control characters.",
  });
}
