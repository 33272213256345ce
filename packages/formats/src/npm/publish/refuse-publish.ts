import { type ErrorCode, HeadwaterError } from "@headwater/resolver";

export interface RefusalOptions {
  readonly code?: ErrorCode;
  readonly hint?: string;
  readonly cause?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What is told to a client whose publish is not taken; nothing of it is kept. Default code: INVALID_ARGUMENT. Proven in test/npm/routes/publish-bad-input.test.ts */
export function publishRefused(
  what: string,
  {
    code = "INVALID_ARGUMENT",
    hint = "Nothing was published. Publish with a current npm, pnpm, Yarn or Bun.",
    cause,
    details,
  }: RefusalOptions = {},
): HeadwaterError {
  return new HeadwaterError(code, `The publish was refused: ${what}.`, {
    hint,
    ...(cause === undefined ? {} : { cause }),
    ...(details === undefined ? {} : { details }),
  });
}
