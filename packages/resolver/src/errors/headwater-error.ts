import type { ErrorCode } from "./error-codes.ts";
import { redact } from "./redact.ts";

export interface HeadwaterErrorOptions {
  /** What to do next, one sentence in the imperative; shown apart from the message. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Machine-readable facts: names, limits, the offending value. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * The only error a user can reach. The message says what happened to what; the hint says what to do next. Both are
 * redacted here, where errors are built. Programmer errors stay plain `Error`.
 */
export class HeadwaterError extends Error {
  override readonly name = "HeadwaterError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: HeadwaterErrorOptions = {}) {
    super(redact(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint === undefined ? undefined : redact(options.hint);
    this.details = options.details ?? {};
  }
}

/** Tells a Headwater error by its shape, because two copies of this package can meet in one process. */
export function isHeadwaterError(error: unknown): error is HeadwaterError {
  return error instanceof Error && error.name === "HeadwaterError" && "code" in error;
}
