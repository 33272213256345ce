import type { OutputDocument } from "./document.ts";
import { scalarText } from "./scalar-text.ts";

/** A table for people: one row per element for each list of a document, `name  value` lines for everything else. */
export function printTable(document: OutputDocument): string {
  const [only, ...more] = Object.entries(document);
  // `{ repository: { … } }`: the wrapper says nothing that the command did not say.
  if (only !== undefined && more.length === 0 && isObject(only[1])) return printTable(only[1]);
  const lists = Object.entries(document).filter(([, member]) => Array.isArray(member));
  const rest = Object.entries(document).filter(([, member]) => !Array.isArray(member));
  const facts = rest.length === 0 ? [] : [alignColumns(rest.map(([name, member]) => [name, cellText(member)]))];
  return [...facts, ...lists.map(([name, member]) => listTable(name, member as readonly unknown[]))].join("\n");
}

/** Rows of cells as lines, each column as wide as its widest cell; numbers stay where the caller put them. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, index) => cell.padEnd(widths[index] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

function listTable(name: string, items: readonly unknown[]): string {
  if (items.length === 0) return `No ${name}.\n`;
  const columns = [...new Set(items.flatMap((item) => (isObject(item) ? Object.keys(item) : [name])))];
  const rows = items.map((item) => columns.map((column) => cellText(isObject(item) ? item[column] : item)));
  return alignColumns([columns.map((column) => column.toUpperCase()), ...rows]);
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return "-";
  if (Array.isArray(value)) return value.length === 0 ? "-" : value.map((item: unknown) => cellText(item)).join(" ");
  if (isObject(value))
    return Object.values(value)
      .map((member) => cellText(member))
      .join(" ");
  return scalarText(value).replace(/\s+/g, " ");
}

const isObject = (value: unknown): value is OutputDocument =>
  typeof value === "object" && value !== null && !Array.isArray(value);
