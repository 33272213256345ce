import type { OutputDocument } from "./document.ts";

const TIMES: ReadonlySet<string> = new Set(["createdTime", "publishedTime"]);

/**
 * A description as the command line shows it: times in ISO 8601 (the AWS command line shows them so too; only the wire has
 * epoch seconds), members without a value left out.
 */
export function describeForOutput(description: object): OutputDocument {
  const members = Object.entries(description).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members.map(([name, value]: [string, unknown]) => [name, outputValue(name, value)]));
}

function outputValue(name: string, value: unknown): unknown {
  if (TIMES.has(name) && typeof value === "number") return new Date(value).toISOString();
  if (Array.isArray(value)) return value.map((item: unknown) => outputValue(name, item));
  return typeof value === "object" && value !== null ? describeForOutput(value) : value;
}
