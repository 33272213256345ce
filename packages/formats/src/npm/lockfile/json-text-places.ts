/** Where a text stands in a JSON document, its quotes included. */
export interface TextPlace {
  readonly start: number;
  readonly end: number;
}

/** Blanks and comments, a text, a bracket, a mark, or any other scalar. */
const TOKEN = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"/]+/g;

interface Container {
  readonly isArray: boolean;
  /** The member that is being read. */
  key: string | number;
  /** What stands next is a key. */
  awaitsKey: boolean;
}

/** How a place is looked up: members and indexes from the outermost inwards. */
export const jsonPath = (...path: readonly (string | number)[]): string => path.join("\0");

/**
 * The place of every text that is a value in a JSON document, comments and trailing commas allowed, by {@link jsonPath}.
 * The document has been parsed before, so nothing here refuses one; of members with one name the last counts, as in a parser.
 */
export function jsonTextPlaces(json: string): ReadonlyMap<string, TextPlace> {
  const places = new Map<string, TextPlace>();
  const open: Container[] = [];
  for (const { 0: token, index } of json.matchAll(TOKEN)) {
    const container = open.at(-1);
    if (token === "{" || token === "[") open.push({ isArray: token === "[", key: 0, awaitsKey: token === "{" });
    else if (token === "}" || token === "]") open.pop();
    else if (container === undefined) continue;
    else if (token === ",") advance(container);
    else if (!token.startsWith('"')) continue;
    else if (container.awaitsKey) {
      container.key = JSON.parse(token) as string;
      container.awaitsKey = false;
    } else places.set(jsonPath(...open.map(({ key }) => key)), { start: index, end: index + token.length });
  }
  return places;
}

function advance(container: Container): void {
  if (container.isArray) container.key = Number(container.key) + 1;
  else container.awaitsKey = true;
}
