/** What `docs/reference/conformance.md` says of every test. */
import { codeSpans, readPage, tables } from "../docs/page.ts";
import type { SuiteClient } from "./plan.ts";

export const conformancePage = "docs/reference/conformance.md";

/** By the test's name. */
export function pageOutcomes(client: SuiteClient): ReadonlyMap<string, string> {
  const [table] = tables(readPage(conformancePage)).filter(({ header }) => header[0] === "test");
  if (table === undefined) throw new Error(`${conformancePage} has no table of tests.`);
  const column = table.header.indexOf(client);
  if (column === -1) throw new Error(`${conformancePage} has no column for ${client}.`);
  return new Map(table.rows.map((row) => [codeSpans(row[0] ?? "")[0] ?? "", row[column] ?? ""]));
}
