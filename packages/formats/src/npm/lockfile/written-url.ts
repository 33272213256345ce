/** A stretch of a text, and what is to stand in its place. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a URL is to be replaced by. */
export interface NeutralForm {
  /** The registry that the client asks by default, with a slash at the end; `undefined` when that is not known. */
  readonly registry: string | undefined;
  /** The client writes the URL at its default registry; else it writes none. */
  readonly writesDefault: boolean;
}

/** A tarball's URL where it stands in a lockfile's text. */
export interface WrittenUrl {
  readonly name: string;
  readonly version: string;
  /** Without a fragment. */
  readonly url: string;
  /** Where in the text it begins, or the entry's line does. */
  readonly offset: number;
  /** A dependency asks for this URL itself: it is a remote tarball, whatever it looks like. */
  readonly isAskedFor: boolean;
  /** What makes the entry what the client writes by itself, or why nothing can. */
  readonly neutralEdit: (form: NeutralForm) => TextEdit | { readonly obstacle: string };
}

/** Finds the tarball URLs in a lockfile's text, of one client each. The text has been read by the client's `ReadLockfile` before. */
export type FindWrittenUrls = (text: string, file: string) => readonly WrittenUrl[];

/** The text with all edits made; they do not overlap. Proven in test/npm/lockfile/normalise-lockfile.test.ts */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let kept = 0;
  for (const { start, end, text: replacement } of edits.toSorted((one, other) => one.start - other.start)) {
    parts.push(text.slice(kept, start), replacement);
    kept = end;
  }
  return parts.join("") + text.slice(kept);
}
