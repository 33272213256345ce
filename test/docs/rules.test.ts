import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { codeSpans, readPage, tables } from "./page.ts";
import { ruleIds, testNames } from "./test-names.ts";

/** The rows of docs/reference/rules.md. */
const rules = tables(readPage("docs/reference/rules.md"))
  .filter(({ header }) => header[0] === "rule")
  .flatMap(({ rows }) => rows)
  .map(([id = "", short = "", state = "", proof = ""]) => ({ id, short, state, proofs: codeSpans(proof) }));

const names = testNames();
const states = ["served", "not yet: policies", "not yet: other format"];
const holds = ({ state }: { readonly state: string }): boolean => state === "served";

/** What is served from the first release on, whatever else is. */
const REQUIRED = [
  ["U", 1, 7],
  ["S", 1, 7],
  ["E", 1, 7],
  ["K", 1, 4],
  ["K", 7, 9],
  ["L", 1, 6],
  ["L", 8, 12],
  ["T", 1, 4],
  ["T", 7, 7],
  ["P", 5, 6],
] as const;

test("every rule has one row, words of its own and a known state", () => {
  expect(rules.map(({ id }) => id)).toEqual([...new Set(rules.map(({ id }) => id))]);
  expect(rules.filter(({ short, state }) => short === "" || !states.includes(state))).toEqual([]);
});

test("every rule that holds has a test that names it", () => {
  const named = new Set(names.flatMap(({ name }) => ruleIds(name)));
  expect(rules.filter((rule) => holds(rule) && !named.has(rule.id)).map(({ id }) => id)).toEqual([]);
});

test("a rule that holds says where, and a test there names it; one that does not says nothing", () => {
  const wrong = rules.flatMap((rule) => {
    if (!holds(rule)) return rule.proofs.length === 0 ? [] : [`${rule.id} does not hold, and says where it is proven`];
    if (rule.proofs.length === 0) return [`${rule.id} does not say where it is proven`];
    const naming = new Set(names.filter(({ name }) => ruleIds(name).includes(rule.id)).map(({ file }) => file));
    return rule.proofs
      .filter((file) => !naming.has(file))
      .map(
        (file) =>
          `${rule.id}: no test in ${file} names it${existsSync(join(workspaceRoot, file)) ? "" : ", which does not exist"}`,
      );
  });
  expect(wrong).toEqual([]);
});

test("no test names a rule that there is not", () => {
  const known = new Set(rules.map(({ id }) => id));
  const unknown = names.flatMap(({ file, name }) =>
    ruleIds(name)
      .filter((id) => !known.has(id))
      .map((id) => `${id} in ${file}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

test("no test names a rule as held that the page says is not served yet", () => {
  const later = new Set(rules.filter((rule) => !holds(rule)).map(({ id }) => id));
  const early = names.flatMap(({ file, name }) =>
    ruleIds(name)
      .filter((id) => later.has(id))
      .map((id) => `${id} in ${file}: ${name}`),
  );
  expect(early).toEqual([]);
});

test("what the first release promises is served", () => {
  const required = REQUIRED.flatMap(([letter, from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => `${letter}${from + index}`),
  );
  const served = new Set(rules.filter(({ state }) => state === "served").map(({ id }) => id));
  expect(required.filter((id) => !served.has(id))).toEqual([]);
});

test.each([
  ["K1, K2, K3: Table 2", ["K1", "K2", "K3"]],
  ["is refused (S5, Q1)", ["S5", "Q1"]],
  ["PG10 and EN1", ["PG10", "EN1"]],
  ["says E404, has MD5 and SHA-512, a Team_1, lib@S3, AES256", []],
])("the rules of %j are %j", (name, expected) => {
  expect(ruleIds(name)).toEqual(expected);
});
