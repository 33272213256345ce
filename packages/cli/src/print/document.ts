import { printTable } from "./table.ts";
import { printText } from "./text.ts";

export const OUTPUT_FORMATS = ["json", "table", "text"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** A result as CodeArtifact names its members: plain JSON data, members without a value left out. */
export type OutputDocument = { readonly [member: string]: unknown };

/**
 * A result in the format that was asked for. Ends with a newline, or is empty when there is nothing to print.
 * @param width how many characters a line of the terminal has
 */
export function printDocument(document: OutputDocument, format: OutputFormat, width?: number): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(document, undefined, 4)}\n`;
    case "table":
      return printTable(document, width);
    case "text":
      return printText(document);
  }
}
