import { HeadwaterError } from "@headwater/resolver";

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const LONGEST = 30 * UNITS.d;

/** A length of time such as `30s`, `5m`, `2h` or `1d`, at most 30 days, in milliseconds. @throws CONFIGURATION_INVALID */
export function parseDuration(text: string): number {
  const [, number, unit] = /^(\d{1,7})([smhd])$/.exec(text) ?? [];
  const milliseconds = Number(number) * (UNITS[unit as keyof typeof UNITS] ?? Number.NaN);
  if (milliseconds <= LONGEST) return milliseconds;
  throw new HeadwaterError(
    "CONFIGURATION_INVALID",
    Number.isNaN(milliseconds) ? "it is no length of time." : "it is longer than 30 days.",
    { hint: "Write a whole number and s, m, h or d behind it, for example 5m; 0s asks every time." },
  );
}
