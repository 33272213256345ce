/** The project's pages as data: code blocks with what is said about them, and tables. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFiles, workspaceRoot } from "../../scripts/workspace/project-files.ts";

export interface CodeBlock {
  /** The word behind the fence; empty when there is none. */
  readonly language: string;
  readonly text: string;
  /** Of the fence, from 1. */
  readonly line: number;
  /** The HTML comment right before the block; empty when there is none. */
  readonly remark: string;
}

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** README and everything in docs, as paths from the root. */
export const pages = (): readonly string[] =>
  projectFiles(workspaceRoot).filter((file) => file === "README.md" || /^docs\/.*\.md$/.test(file));

export const readPage = (file: string): string => readFileSync(join(workspaceRoot, file), "utf8");

export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let remark = "";
  const lines = markdown.split("\n");
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const [, comment] = /^<!--\s*(.*?)\s*-->$/.exec(line) ?? [];
    const [, language] = /^```(\S*)/.exec(line) ?? [];
    if (language !== undefined) {
      const end = lines.indexOf("```", index + 1);
      if (end === -1) throw new Error(`The code block in line ${index + 1} does not end.`);
      blocks.push({ language, text: lines.slice(index + 1, end).join("\n"), line: index + 1, remark });
      index = end;
      remark = "";
    } else if (comment !== undefined) remark = comment;
    else if (line.trim() !== "") remark = "";
  }
  return blocks;
}

/** The tables of a page; `|` within a cell is not expected. */
export function tables(markdown: string): readonly Table[] {
  const found: { header: string[]; rows: string[][] }[] = [];
  let before = "";
  let current: (typeof found)[number] | undefined;
  for (const line of markdown.split("\n")) {
    if (/^\|[\s:|-]+\|$/.test(line) && before.startsWith("|")) {
      current = { header: cells(before), rows: [] };
      found.push(current);
    } else if (line.startsWith("|")) current?.rows.push(cells(line));
    else current = undefined;
    before = line;
  }
  return found;
}

const cells = (line: string): string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

/** What stands in backquotes in a text. */
export const codeSpans = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, span]) => span ?? "");
