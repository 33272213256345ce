import { HeadwaterError } from "@headwater/resolver";

/** A whole number as given to an option; `undefined` when the option is absent. @throws INVALID_ARGUMENT */
export function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[0-9]{1,15}$/.test(text)) return Number(text);
  throw new HeadwaterError(
    "INVALID_ARGUMENT",
    `${option} is ${JSON.stringify(text.slice(0, 120))}, which is no whole number.`,
    {
      hint: `Give a number, for example ${option} 50.`,
      details: { option, value: text.slice(0, 120) },
    },
  );
}
