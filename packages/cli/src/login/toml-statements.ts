import type { LineRange } from "./login.ts";

/** The head of a table, or an entry, with all of its lines. */
export interface TomlStatement extends LineRange {
  readonly isTable: boolean;
  /** From the root of the document. */
  readonly path: readonly string[];
  /** The table in which it stands, by the nearest head before it. */
  readonly table: readonly string[];
}

/** Strings in every form, comments, and what opens or closes a list or an inline table. */
const TOKENS = /"""[\s\S]*?(?<!\\)"""+|'''[\s\S]*?'''+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*|[[\]{}\n]|[^"'#[\]{}\n]+/g;
const KEY = /^\s*((?:"(?:\\.|[^"\\])*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"(?:\\.|[^"\\])*"|'[^']*'|[\w-]+))*)/;
const KEY_PART = /"((?:\\.|[^"\\])*)"|'([^']*)'|([\w-]+)/g;

/** Where each statement of a valid TOML document stands. What it says is for a parser to tell. */
export function tomlStatements(text: string): readonly TomlStatement[] {
  const found: TomlStatement[] = [];
  let table: readonly string[] = [];
  for (const range of logicalLines(text)) {
    const line = text.slice(range.from, range.to);
    const [, brackets, head = ""] = /^\s*(\[\[?)(.*)/.exec(line) ?? [];
    const path = keyPath(brackets === undefined ? line : head);
    if (path === undefined) continue;
    if (brackets === undefined) found.push({ ...range, isTable: false, path: [...table, ...path], table });
    else {
      table = path;
      found.push({ ...range, isTable: true, path, table });
    }
  }
  return found;
}

/** Lines, those that a string or a list spans taken as one. */
function* logicalLines(text: string): Generator<LineRange> {
  let from = 0;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    else if (token === "\n" && depth <= 0) {
      yield { from, to: index + 1 };
      from = index + 1;
      depth = 0;
    }
  }
  if (from < text.length) yield { from, to: text.length };
}

function keyPath(line: string): readonly string[] | undefined {
  const [, key] = KEY.exec(line) ?? [];
  return key === undefined
    ? undefined
    : [...key.matchAll(KEY_PART)].map(([, basic, literal, bare]) => basic ?? literal ?? bare ?? "");
}
