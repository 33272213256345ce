import { Option } from "clipanion";
import type { PagingOptions } from "./paging.ts";
import { wholeNumber } from "./whole-number.ts";

/** The paging options of a list command, as the AWS command line names them; each is a field of the command's class. */
export const pagingOption = {
  maxResults: () =>
    Option.String("--max-results", { description: "Give one page of at most so many (1 to 1000), and no more" }),
  nextToken: () =>
    Option.String("--next-token", { description: "Give the page that a nextToken stands for, and no more" }),
  paginate: () => Option.Boolean("--paginate", true, { description: "--no-paginate gives the first page only" }),
  maxItems: () => Option.String("--max-items", { description: "Stop after so many in all" }),
  startingToken: () => Option.String("--starting-token", { description: "Begin where an earlier list stopped" }),
};

/** The values of those fields. @throws INVALID_ARGUMENT when a number is none */
export function parsePaging(fields: {
  readonly maxResults: string | undefined;
  readonly nextToken: string | undefined;
  readonly paginate: boolean;
  readonly maxItems: string | undefined;
  readonly startingToken: string | undefined;
}): PagingOptions {
  const { nextToken, paginate, startingToken } = fields;
  return {
    nextToken,
    paginate,
    startingToken,
    maxResults: wholeNumber("--max-results", fields.maxResults),
    maxItems: wholeNumber("--max-items", fields.maxItems),
  };
}
