import { HeadwaterError } from "@headwater/resolver";
import type { LineRange, Placement } from "./login.ts";

/**
 * What login adds stands between two comments, and a line that it replaces becomes a comment: whatever else is in the file
 * can be told from it, and comes out byte for byte as it was. Proven in test/login/edit-settings.test.ts
 */
const BEGIN = "# >>> headwater login";
const BEGIN_OF_OWN_FILE = `${BEGIN}, which made this file`;
const END = "# <<< headwater login";
const REPLACED = "# headwater login replaced: ";

/** A file's text, taken apart. */
export interface MarkedText {
  /** The file without anything of login's. */
  readonly body: string;
  /** The lines that login added. */
  readonly written: readonly string[];
  /** The lines that count no longer. */
  readonly replaced: readonly string[];
  /** There was no file before login. */
  readonly isOwnFile: boolean;
}

const lineEnd = /\r?\n$/;
/** A text's lines with their ends. */
const linesOf = (text: string): readonly string[] => text.split(/(?<=\n)/).filter((line) => line !== "");

/** The inverse of {@link markText}. @throws CONFIGURATION_INVALID when a comment of login's is missing */
export function readMarkedText(file: string, text: string): MarkedText {
  const body: string[] = [];
  const written: string[] = [];
  const replaced: string[] = [];
  let isOpen = false;
  let isOwnFile = false;
  let joined = false;
  for (const line of linesOf(text)) {
    const content = line.replace(lineEnd, "");
    const bare = content.trim();
    if (bare === BEGIN || bare === BEGIN_OF_OWN_FILE) {
      if (isOpen) throw damaged(file);
      isOpen = true;
      isOwnFile ||= bare === BEGIN_OF_OWN_FILE;
    } else if (bare === END) {
      if (!isOpen) throw damaged(file);
      isOpen = false;
      joined = !lineEnd.test(line);
    } else if (isOpen) written.push(content);
    else if (content.startsWith(REPLACED)) {
      replaced.push(content.slice(REPLACED.length));
      body.push(line.replace(REPLACED, ""));
    } else body.push(line);
  }
  if (isOpen) throw damaged(file);
  const whole = body.join("");
  return { body: joined ? whole.replace(lineEnd, "") : whole, written, replaced, isOwnFile };
}

/** The body with what a placement adds and replaces. */
export function markText(body: string, { insertions, replaced }: Placement, isOwnFile: boolean): string {
  const lines = linesOf(body);
  const eol = /\r\n/.test(lines[0] ?? "") ? "\r\n" : "\n";
  const begin = isOwnFile ? BEGIN_OF_OWN_FILE : BEGIN;
  const block = (added: readonly string[]): string => [begin, ...added, END].map((line) => `${line}${eol}`).join("");
  let text = "";
  let at = 0;
  for (const line of lines) {
    const added = insertions.get(at);
    const marked = isIn(at, replaced) ? REPLACED + line : line;
    text += added === undefined ? marked : block(added) + marked;
    at += line.length;
  }
  const last = insertions.get(at);
  if (last === undefined) return text;
  // A last line without an end gets one, and the block does without: that is how reading knows.
  return text === "" || text.endsWith("\n") ? text + block(last) : `${text}${eol}${block(last).replace(lineEnd, "")}`;
}

const isIn = (offset: number, ranges: readonly LineRange[]): boolean =>
  ranges.some(({ from, to }) => offset >= from && offset < to);

/** The text without some of its lines. */
export function withoutLines(text: string, ranges: readonly LineRange[]): string {
  let at = 0;
  return linesOf(text)
    .filter((line) => {
      const isOut = isIn(at, ranges);
      at += line.length;
      return !isOut;
    })
    .join("");
}

/** Where the line begins in which an offset lies. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf("\n", offset - 1) + 1;

/** Where the line ends in which an offset lies, its line break included. */
export function lineStop(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

const damaged = (file: string): HeadwaterError =>
  new HeadwaterError(
    "CONFIGURATION_INVALID",
    `The lines of headwater login in ${file} have lost a part of their marks.`,
    {
      hint: `Take the lines between "${BEGIN}" and "${END}" out by hand, with these two; uncomment those behind "${REPLACED.trim()}".`,
      details: { file },
    },
  );
