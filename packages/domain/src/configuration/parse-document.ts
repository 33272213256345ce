import {
  type Document,
  LineCounter,
  type Node,
  type Pair,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument as parseYaml,
  visit,
} from "yaml";
import type { DocumentPath, Position, Problem } from "./problem.ts";
import { aliasFault, yamlFault } from "./yaml-faults.ts";

/** A configuration file as data, and where each part of it stands. */
export interface ParsedDocument {
  readonly content: unknown;
  /** Faults of the text itself, each with its place. When there are any, `content` is not to be used. */
  readonly faults: readonly (Problem & { readonly position: Position })[];
  /** The place of a key or value; of the nearest thing around it when the file does not have it. */
  positionOf(path: DocumentPath, at: Problem["at"]): Position;
  /** A scalar as it is written, quotes included. */
  sourceOf(path: DocumentPath): string | undefined;
}

/** Reads YAML 1.2. Nothing in it can call code, and no key is special. */
export function parseDocument(text: string): ParsedDocument {
  const lines = new LineCounter();
  const document = parseYaml(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults: (Problem & { readonly position: Position })[] = [...document.errors, ...document.warnings].map(
    ({ code, message, pos }) => ({
      path: [],
      at: "value" as const,
      ...yamlFault(code, message),
      position: positionAt(pos[0]),
    }),
  );
  if (
    faults.length === 0 &&
    (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
  ) {
    faults.push({
      path: [],
      at: "value",
      text: "the file has no content.",
      hint: EMPTY_HINT,
      position: { line: 1, column: 1 },
    });
  }
  let firstAlias: number | undefined;
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== "__proto__") return;
      faults.push({ path: [], at: "key", text: 'unknown key "__proto__".', position: positionAt(key.range?.[0] ?? 0) });
    },
    Alias(_, { range }) {
      firstAlias ??= range?.[0];
    },
  });
  let content: unknown;
  try {
    content = faults.length === 0 ? document.toJS({ maxAliasCount: MAX_ALIASES }) : undefined;
  } catch (error) {
    // Of what was parsed without a fault, only aliases can fail to become data.
    const fault = aliasFault((error as Error).message);
    faults.push({ path: [], at: "value", ...fault, position: positionAt(firstAlias ?? 0) });
  }
  return {
    content,
    faults,
    positionOf: (path, at) => positionAt(offsetOf(document, path, at)),
    sourceOf(path) {
      const { value } = find(document, path);
      return isScalar(value) ? (value.source ?? undefined) : undefined;
    },
  };
}

/** Nodes that aliases may repeat: a small file must not become a large one. */
const MAX_ALIASES = 100;

const EMPTY_HINT = 'Write at least one key, for example "domain: acme", or delete the file to work with the defaults.';

interface Found {
  readonly pair?: Pair;
  readonly value: unknown;
}

/** Follows a path as far as the document goes. */
function find(document: Document, path: DocumentPath): Found {
  let found: Found = { value: document.contents };
  for (const step of path) {
    const next = childOf(isAlias(found.value) ? found.value.resolve(document) : found.value, step);
    if (next === undefined) break;
    found = next;
  }
  return found;
}

function childOf(node: unknown, step: string | number): Found | undefined {
  if (isSeq(node) && typeof step === "number") {
    const item = node.items[step];
    return item === undefined ? undefined : { value: item };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step));
  return pair === undefined ? undefined : { pair, value: pair.value };
}

function offsetOf(document: Document, path: DocumentPath, at: Problem["at"]): number {
  const { pair, value } = find(document, path);
  const key = pair?.key as Node | null | undefined;
  const node = value as Node | null | undefined;
  const start = at === "key" ? key?.range?.[0] : (node?.range?.[0] ?? key?.range?.[0]);
  return start ?? node?.range?.[0] ?? 0;
}
