export type Alignment = "left" | "right";

/** Rows as columns, two spaces apart; a column without an alignment stands left. Proven in test/npm-plugin/read-commands.test.ts */
export function alignedColumns(rows: readonly (readonly string[])[], alignments: readonly Alignment[] = []): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  const cellText = (cell: string, index: number): string => {
    const width = widths[index] ?? 0;
    return alignments[index] === "right" ? cell.padStart(width) : cell.padEnd(width);
  };
  return rows.map((row) => row.map(cellText).join("  ").trimEnd()).join("\n");
}
