import { HeadwaterError } from "@headwater/resolver";
import yaml, { type Document, type Node, type Pair, type YAMLMap } from "yaml";
import { type LineRange, type Login, type SettingsFormat, withoutProtocol } from "./login.ts";
import { lineStart, lineStop } from "./marked-lines.ts";

const DEFAULT_LINE = /^npmRegistryServer: "(.*)"$/;
const SCOPE_LINE = /^"(.*)": \{ npmRegistryServer: "(.*?)"(?:, npmAlwaysAuth: true, npmAuthToken: "(.*)")? \}$/;
const TOKEN_LINE = /^"(\/\/.*)": \{ npmAlwaysAuth: true, npmAuthToken: "(.*)" \}$/;

/** Yarn names a registry in `npmRegistries` without protocol and last slash. */
const registryKey = (endpoint: string): string => withoutProtocol(endpoint).replace(/\/$/, "");
const credentials = (token: string): string => `npmAlwaysAuth: true, npmAuthToken: "${token}"`;

/** `.yarnrc.yml` of Yarn 2 and newer. A token stands with its registry alone, never at the top, where every registry would get it. */
export const yarnrcSettings: SettingsFormat = {
  read(written) {
    const tokens = new Map(written.flatMap((line) => pairOf(TOKEN_LINE.exec(line))));
    return written.flatMap((line): readonly Login[] => {
      const [, endpoint] = DEFAULT_LINE.exec(line) ?? [];
      if (endpoint !== undefined) return [{ namespace: undefined, endpoint, token: tokens.get(registryKey(endpoint)) }];
      const [, namespace, server, token] = SCOPE_LINE.exec(line) ?? [];
      return server === undefined ? [] : [{ namespace, endpoint: server, token }];
    });
  },

  place(body, logins) {
    const edit = createEdit(body);
    for (const { namespace, endpoint, token } of logins) {
      if (namespace === undefined) {
        edit.set("npmRegistryServer", `"${endpoint}"`);
        if (token !== undefined) edit.setIn("npmRegistries", registryKey(endpoint), `{ ${credentials(token)} }`);
      } else {
        const auth = token === undefined ? "" : `, ${credentials(token)}`;
        edit.setIn("npmScopes", namespace, `{ npmRegistryServer: "${endpoint}"${auth} }`);
      }
    }
    // Yarn asks hosts over http only when they are listed.
    const plain = logins.filter(({ endpoint }) => endpoint.startsWith("http:"));
    for (const host of new Set(plain.map(({ endpoint }) => new URL(endpoint).hostname)))
      edit.add("unsafeHttpWhitelist", host);
    return edit.placement();
  },

  endpointIn(text, namespace) {
    const settings = member({ root: readDocument(text).toJS() as unknown }, "root");
    const holder = namespace === undefined ? settings : member(member(settings, "npmScopes"), namespace);
    const server = holder["npmRegistryServer"];
    return typeof server === "string" ? server : undefined;
  },

  unmarked(body, { namespace, endpoint }) {
    if (yarnrcSettings.endpointIn(body, namespace)?.replace(/\/?$/, "/") !== endpoint) return [];
    const document = readDocument(body);
    const top = rootMap(document, body);
    const found =
      namespace === undefined
        ? [pairIn(top, "npmRegistryServer"), pairIn(mapIn(top, "npmRegistries"), registryKey(endpoint))]
        : [pairIn(mapIn(top, "npmScopes"), namespace)];
    return found.flatMap((pair) => (pair === undefined ? [] : [linesOfPair(body, pair)]));
  },
};

const pairOf = (match: RegExpExecArray | null): readonly (readonly [string, string])[] =>
  match === null ? [] : [[match[1] ?? "", match[2] ?? ""]];

function member(object: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = object[key];
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Collects what changes in a document, whose own lines stay as they are. */
function createEdit(body: string) {
  const document = readDocument(body);
  const root = rootMap(document, body);
  const insertions = new Map<number, string[]>();
  const replaced: LineRange[] = [];
  const insert = (at: number, line: string): void => void insertions.set(at, [...(insertions.get(at) ?? []), line]);
  const top = root?.items[0] === undefined ? startOf(body) : lineStart(body, startOfPair(root.items[0]));
  /** Keys that got a new block at the top, with their lines. */
  const blocks = new Map<string, string[]>();

  /** Replaces a collection that is written in one line, or empty, by the same one in lines of their own. */
  const block = (key: string, own: (value: Node) => readonly string[]): string[] => {
    const known = blocks.get(key);
    if (known !== undefined) return known;
    const pair = pairIn(root, key);
    const lines: string[] = [];
    if (pair !== undefined) {
      replaced.push(linesOfPair(body, pair));
      if (yaml.isNode(pair.value)) lines.push(...own(pair.value));
    }
    blocks.set(key, lines);
    return lines;
  };

  return {
    set(key: string, value: string): void {
      const pair = pairIn(root, key);
      if (pair !== undefined) replaced.push(linesOfPair(body, pair));
      insert(top, `${key}: ${value}`);
    },
    setIn(key: string, name: string, value: string): void {
      const map = mapIn(root, key);
      const [first] = map?.items ?? [];
      if (map === undefined || first === undefined) {
        const entries = (node: Node): readonly string[] =>
          Object.entries(member({ node: node.toJS(document) as unknown }, "node")).map(
            ([other, setting]) => `  ${JSON.stringify(other)}: ${JSON.stringify(setting)}`,
          );
        const lines = block(key, entries);
        const known = lines.findIndex((line) => line.startsWith(`  ${JSON.stringify(name)}: `));
        lines.splice(known === -1 ? lines.length : known, 1, `  ${JSON.stringify(name)}: ${value}`);
        return;
      }
      const pair = pairIn(map, name);
      if (pair !== undefined) replaced.push(linesOfPair(body, pair));
      const at = lineStart(body, startOfPair(first));
      insert(at, `${body.slice(at, startOfPair(first))}${JSON.stringify(name)}: ${value}`);
    },
    add(key: string, item: string): void {
      const value = pairIn(root, key)?.value;
      const items = yaml.isNode(value) ? [value.toJS(document) as unknown].flat() : [];
      if (items.includes(item) || items.includes("*")) return;
      const [first] = yaml.isSeq(value) && value.flow !== true ? value.items : [];
      const range = yaml.isNode(first) ? first.range : undefined;
      if (range === undefined || range === null) {
        const written = items.filter((each) => each !== null).map((each) => `  - ${JSON.stringify(each)}`);
        block(key, () => written).push(`  - "${item}"`);
        return;
      }
      const at = lineStart(body, range[0]);
      insert(at, `${/^[ \t]*/.exec(body.slice(at))?.[0] ?? ""}- "${item}"`);
    },
    placement() {
      for (const [key, lines] of blocks) for (const line of [`${key}:`, ...lines]) insert(top, line);
      return { insertions, replaced };
    },
  };
}

/** @throws CONFIGURATION_INVALID when it is no YAML */
function readDocument(text: string): Document.Parsed {
  const document = yaml.parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return document;
}

/** The settings, when there are any. @throws CONFIGURATION_INVALID when no lines can be added to them */
function rootMap(document: Document.Parsed, body: string): YAMLMap | undefined {
  const { contents } = document;
  if (contents === null || (yaml.isScalar(contents) && contents.value === null)) return undefined;
  if (yaml.isMap(contents) && contents.flow !== true && isAtLineStart(body, contents)) return contents;
  throw new HeadwaterError("CONFIGURATION_INVALID", "Its settings do not stand in lines of their own.", {
    hint: "Write one setting in a line, as yarn config set does.",
  });
}

const isAtLineStart = (body: string, { range }: YAMLMap): boolean =>
  range !== null && range !== undefined && lineStart(body, range[0]) === range[0];

/** A map in lines of its own, with an entry at least. */
function mapIn(map: YAMLMap | undefined, key: string): YAMLMap | undefined {
  const value = pairIn(map, key)?.value;
  return yaml.isMap(value) && value.flow !== true ? value : undefined;
}

const pairIn = (map: YAMLMap | undefined, key: string): Pair | undefined =>
  map?.items.find((pair) => yaml.isScalar(pair.key) && pair.key.value === key);

const startOfPair = ({ key }: Pair): number => (yaml.isNode(key) ? (key.range?.[0] ?? 0) : 0);

function linesOfPair(body: string, pair: Pair): LineRange {
  const node = yaml.isNode(pair.value) && pair.value.range ? pair.value : pair.key;
  const end = yaml.isNode(node) ? (node.range?.[1] ?? 0) : 0;
  const from = lineStart(body, startOfPair(pair));
  const last = from + body.slice(from, end).trimEnd().length;
  return { from, to: lineStop(body, last) };
}

/** Where settings begin in a document that has none: behind the line that starts it. */
function startOf(body: string): number {
  const [head = ""] = /^(?:(?:[%#][^\n]*|[ \t\r]*)\n)*?---[^\n]*(?:\n|$)/.exec(body) ?? [];
  return head.length;
}
