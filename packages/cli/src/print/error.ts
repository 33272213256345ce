import { inspect } from "node:util";
import { type HeadwaterError, isHeadwaterError, redact } from "@headwater/resolver";

/** How errors are shown: `details` adds the stack and the causes, for HEADWATER_DEBUG. */
export interface ErrorStyle {
  readonly format: "text" | "json";
  readonly details: boolean;
}

/** An error as standard error shows it: code, message, and the hint on a line of its own. Ends with a newline. */
export function printError(error: unknown, style: ErrorStyle): string {
  const known = isHeadwaterError(error) ? error : undefined;
  const details = style.details ? stackOf(error) : undefined;
  if (style.format === "json") return `${JSON.stringify(errorDocument(error, known, details), undefined, 2)}\n`;
  const lines =
    known === undefined
      ? [
          `error INTERNAL: Headwater failed: ${messageOf(error)}`,
          "  hint: Please report this; HEADWATER_DEBUG=1 shows where it happened.",
        ]
      : [`error ${known.code}: ${known.message}`, ...(known.hint === undefined ? [] : [`  hint: ${known.hint}`])];
  return `${[...lines, ...(details === undefined ? [] : [details])].join("\n")}\n`;
}

function errorDocument(error: unknown, known: HeadwaterError | undefined, stack: string | undefined): object {
  return {
    error: {
      code: known?.code ?? "INTERNAL",
      message: known?.message ?? messageOf(error),
      ...(known?.hint === undefined ? {} : { hint: known.hint }),
      ...(stack === undefined ? {} : { stack }),
    },
  };
}

const messageOf = (error: unknown): string => redact(error instanceof Error ? error.message : String(error));

function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const own = redact(error.stack ?? error.message);
  const cause = error.cause === undefined ? undefined : (stackOf(error.cause) ?? redact(inspect(error.cause)));
  return cause === undefined ? own : `${own}\ncaused by: ${cause}`;
}
