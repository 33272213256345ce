const TOKEN =
  /\s*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null))/y;

/** What may stand next. */
type State = "value" | "value or end" | "key" | "key or end" | "colon" | "comma or end" | "end";

/** Where text stops being JSON: `JSON.parse` tells the place in some of its messages only. The text's length when it just ends too early. */
export function jsonErrorOffset(text: string): number {
  const closers: string[] = [];
  let state: State = "value";
  TOKEN.lastIndex = 0;
  for (let at = 0; ; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    const next = step(state, match, closers);
    if (next === undefined) return TOKEN.lastIndex - match[0].trimStart().length;
    state = next;
  }
}

/** The state after a token; `undefined` when the token may not stand there. Keeps `closers`, the brackets that are open. */
function step(state: State, [, mark, text, scalar]: RegExpExecArray, closers: string[]): State | undefined {
  if (mark !== undefined && mark === closers.at(-1) && state.endsWith("or end")) {
    closers.pop();
    return closers.length === 0 ? "end" : "comma or end";
  }
  if (state === "colon") return mark === ":" ? "value" : undefined;
  if (state === "comma or end") return mark === "," ? (closers.at(-1) === "}" ? "key" : "value") : undefined;
  if (state.startsWith("key")) return text === undefined ? undefined : "colon";
  if (!state.startsWith("value")) return undefined;
  if (text !== undefined || scalar !== undefined) return closers.length === 0 ? "end" : "comma or end";
  if (mark !== "{" && mark !== "[") return undefined;
  closers.push(mark === "{" ? "}" : "]");
  return mark === "{" ? "key or end" : "value or end";
}
