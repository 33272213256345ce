/** The folder of the store, as a line of `.gitignore`. */
const STORE_LINE = ".headwater/";
const SAME = new Set([".headwater", ".headwater/", "/.headwater", "/.headwater/"]);

/** The text of a `.gitignore` that ignores the store; `undefined` when it does already. */
export function ignoreStore(text: string | undefined): string | undefined {
  const lines = (text ?? "").split(/\r?\n/);
  if (lines.some((line) => SAME.has(line.trim()))) return undefined;
  const before = text === undefined || text === "" || text.endsWith("\n") ? (text ?? "") : `${text}\n`;
  return `${before}${STORE_LINE}\n`;
}
