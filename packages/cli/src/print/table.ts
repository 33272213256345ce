import { alignColumns } from "./columns.ts";
import type { OutputDocument } from "./document.ts";
import { scalarText } from "./scalar-text.ts";

/** A member of a document and how it is reached: `origin`, `originType`. */
interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * A table for people: one row per element for each list of a document, `name  value` lines for everything else. Nested objects
 * are spread out, so that each of their values has a name. A list whose rows are wider than `width` is printed as such lines too.
 */
export function printTable(document: OutputDocument, width = Number.POSITIVE_INFINITY): string {
  const [only, ...more] = Object.entries(document);
  // `{ repository: { … } }`: the wrapper says nothing that the command did not say, and lists in it are facts like others.
  if (only !== undefined && more.length === 0 && isObject(only[1])) return facts(only[1]);
  const lists = Object.entries(document).filter(([, member]) => Array.isArray(member));
  const rest = Object.entries(document).filter(([, member]) => !Array.isArray(member));
  return [
    ...(rest.length === 0 ? [] : [facts(Object.fromEntries(rest))]),
    ...lists.map(([name, member]) => listTable(name, member as readonly unknown[], width)),
  ].join("\n");
}

function facts(document: OutputDocument): string {
  const leaves = leavesOf(document);
  const names = columnNames(leaves.map(({ path }) => path));
  return alignColumns(leaves.map(({ value }, index) => [names[index] ?? "", cellText(value)]));
}

function listTable(name: string, items: readonly unknown[], width: number): string {
  if (items.length === 0) return `No ${words(name)}.\n`;
  const rows = items.map((item) => leavesOf(isObject(item) ? item : { [name]: item }));
  const paths = columnPaths(rows);
  const cells = rows.map((leaves) => paths.map((path) => leaves.find((leaf) => isSame(leaf.path, path))?.value));
  const numeric = new Set(
    [...paths.keys()].filter((column) =>
      cells.every((row) => row[column] === undefined || typeof row[column] === "number"),
    ),
  );
  const heading = columnNames(paths).map((column) => column.toUpperCase());
  const table = alignColumns([heading, ...cells.map((row) => row.map(cellText))], numeric);
  if (table.split("\n").every((line) => line.length <= width)) return table;
  return items.map((item) => facts(isObject(item) ? item : { [name]: item })).join("\n");
}

function leavesOf(document: OutputDocument, above: readonly string[] = []): readonly Leaf[] {
  return Object.entries(document).flatMap(([name, value]) =>
    isObject(value) ? leavesOf(value, [...above, name]) : [{ path: [...above, name], value }],
  );
}

/** Every path of the rows once; one that earlier rows lack stands behind what it follows in its own row. */
function columnPaths(rows: readonly (readonly Leaf[])[]): readonly (readonly string[])[] {
  const columns: (readonly string[])[] = [];
  for (const row of rows) {
    let behind = 0;
    for (const { path } of row) {
      const known = columns.findIndex((column) => isSame(column, path));
      if (known === -1) columns.splice(behind, 0, path);
      behind = (known === -1 ? behind : known) + 1;
    }
  }
  return columns;
}

/** The last name of each path in words; the whole path where that would name two columns. */
function columnNames(paths: readonly (readonly string[])[]): readonly string[] {
  const last = paths.map((path) => words(path.at(-1) ?? ""));
  return paths.map((path, index) => {
    const name = last[index] ?? "";
    return last.filter((other) => other === name).length === 1 ? name : path.map(words).join(" ");
  });
}

/** `administratorAccount` as `administrator account`. */
const words = (name: string): string =>
  name.replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);

const isSame = (one: readonly string[], other: readonly string[]): boolean => one.join("\0") === other.join("\0");

function cellText(value: unknown): string {
  if (value === undefined || value === null) return "-";
  if (Array.isArray(value)) return value.length === 0 ? "-" : value.map((item: unknown) => cellText(item)).join(", ");
  if (isObject(value))
    return Object.values(value)
      .map((member) => cellText(member))
      .join(" ");
  return scalarText(value).replace(/\s+/g, " ");
}

const isObject = (value: unknown): value is OutputDocument =>
  typeof value === "object" && value !== null && !Array.isArray(value);
