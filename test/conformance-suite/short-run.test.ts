import { expect, test, vi } from "vitest";
import { pageOutcomes } from "./page-outcomes.ts";
import { runSuite } from "./run-suite.ts";

vi.setConfig({ testTimeout: 300_000 });

/** The quickest of the clients; `npm run test:conformance` runs the suite with all. */
test("the public suite comes out with Bun as docs/reference/conformance.md says", async () => {
  let report = "";
  const outcomes = await runSuite("bun", (text) => {
    report += text;
  });
  expect(Object.fromEntries(outcomes), report).toEqual(Object.fromEntries(pageOutcomes("bun")));
});
