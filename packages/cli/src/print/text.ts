import type { OutputDocument } from "./document.ts";
import { scalarText } from "./scalar-text.ts";

/**
 * Tab-separated lines for shells, as the AWS command line prints them: the scalars of an object on one line in the order of
 * their names, each nested object and each element of a list on lines of its own behind its name in capitals.
 */
export function printText(document: OutputDocument): string {
  return linesOf(document)
    .map((cells) => `${cells.join("\t")}\n`)
    .join("");
}

function linesOf(value: OutputDocument, label?: string): readonly (readonly string[])[] {
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const scalars = members.filter(([, member]) => !isNested(member)).map(([, member]) => cellText(member));
  const own = scalars.length === 0 ? [] : [[...(label === undefined ? [] : [label]), ...scalars]];
  const nested = members.flatMap(([name, member]) => nestedLines(name.toUpperCase(), member));
  return [...own, ...nested];
}

function nestedLines(label: string, member: unknown): readonly (readonly string[])[] {
  if (Array.isArray(member))
    return member.flatMap((item: unknown) =>
      isNested(item) ? linesOf(item as OutputDocument, label) : [[label, cellText(item)]],
    );
  return isNested(member) ? linesOf(member as OutputDocument, label) : [];
}

const isNested = (value: unknown): boolean => typeof value === "object" && value !== null;

/** A scalar as one cell: no tab and no line break of its own. */
const cellText = (value: unknown): string => (value === null ? "None" : scalarText(value).replace(/[\t\r\n]+/g, " "));
