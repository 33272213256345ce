import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { conformancePage, pageOutcomes } from "../conformance-suite/page-outcomes.ts";
import { SUITE_CLIENTS, skippedBy } from "../conformance-suite/plan.ts";
import { suiteTests } from "../conformance-suite/run-suite.ts";
import { codeSpans, readPage, tables } from "./page.ts";

const page = readPage(conformancePage);
const tablesOf = (heading: string) => tables(page).filter(({ header }) => header[0] === heading);

test("the page has a row for every test of the suite and a column for every client, and no other", () => {
  const [{ header, rows } = { header: [], rows: [] }] = tablesOf("test");
  expect(header).toEqual(["test", ...SUITE_CLIENTS]);
  expect(rows.map(([name = ""]) => codeSpans(name)[0])).toEqual(suiteTests());
});

test.each(SUITE_CLIENTS)(
  "no test fails with %s, and what the run leaves out is what the page calls skipped",
  (client) => {
    const outcomes = [...pageOutcomes(client)];
    const unknown = outcomes.filter(([, outcome]) => !["passes", "skipped", "not asked"].includes(outcome));
    expect(unknown).toEqual([]);
    const skipped = outcomes.filter(([, outcome]) => outcome === "skipped").map(([name]) => name);
    expect(skipped.toSorted()).toEqual(skippedBy(client).toSorted());
  },
);

test("every test that is skipped has its reason, and no other", () => {
  const rows = tablesOf("skipped").flatMap((table) => table.rows);
  const explained = rows.map(([name = "", client = ""]) => `${client} ${codeSpans(name)[0] ?? ""}`);
  const skipped = SUITE_CLIENTS.flatMap((client) => skippedBy(client).map((name) => `${client} ${name}`));
  expect(explained.toSorted()).toEqual(skipped.toSorted());
  expect(rows.filter(([, , reason = ""]) => reason === "")).toEqual([]);
});

test("the page names the version of the suite that is installed", () => {
  const { devDependencies } = JSON.parse(readFileSync(join(workspaceRoot, "package.json"), "utf8")) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  expect(page).toContain(`its version ${devDependencies["@verdaccio/e2e-cli"] ?? "none"}`);
});
