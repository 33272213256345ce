/**
 * Rows of cells as lines, each column as wide as its widest cell.
 * @param numeric the indexes of columns whose cells stand at the right, as numbers do
 */
export function alignColumns(rows: readonly (readonly string[])[], numeric: ReadonlySet<number> = new Set()): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  const align = (cell: string, index: number): string =>
    numeric.has(index) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
  return rows.map((row) => `${row.map(align).join("  ").trimEnd()}\n`).join("");
}
