import { type ErrorCode, HeadwaterError } from "@headwater/resolver";

/** Where in a document: keys and indexes from its root. */
export type DocumentPath = readonly (string | number)[];

/** One fault of a configuration file. */
export interface Problem {
  readonly path: DocumentPath;
  /** The key at the end of the path, or its value. */
  readonly at: "key" | "value";
  /** The key at the end of the path may be a secret: only where it stands is told. */
  readonly keyIsHidden?: boolean;
  /** What is wrong, without the place. */
  readonly text: string;
  readonly hint?: string;
  /** Default CONFIGURATION_INVALID. */
  readonly code?: ErrorCode;
}

/** In a file; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Nothing is as annoying as a page of consequences of one mistake. */
const SHOWN = 5;

/**
 * All faults of a file as one error: a line `FILE:LINE:COLUMN: what` for each, in the order of the file.
 * Proven in test/configuration/read-configuration-file.test.ts.
 */
export function configurationError(
  file: string,
  problems: readonly (Problem & { readonly position: Position })[],
): HeadwaterError {
  const ordered = problems.toSorted(
    (a, b) => a.position.line - b.position.line || a.position.column - b.position.column,
  );
  const lines = ordered
    .slice(0, SHOWN)
    .map(({ position, text }) => `${file}:${position.line}:${position.column}: ${text}`);
  if (ordered.length > SHOWN) lines.push(`${ordered.length - SHOWN} more problems in ${file}.`);
  const [first] = ordered;
  return new HeadwaterError(first?.code ?? "CONFIGURATION_INVALID", lines.join("\n"), {
    ...(first?.hint === undefined ? {} : { hint: first.hint }),
    details: {
      file,
      problems: ordered.map(({ path, keyIsHidden, position, text }) => ({
        ...position,
        path: keyIsHidden === true ? path.slice(0, -1) : path,
        text,
      })),
    },
  });
}
