import { expect, test } from "vitest";
import { parseDocument } from "../../src/configuration/parse-document.ts";
import { yamlFault } from "../../src/configuration/yaml-faults.ts";

const told = (text: string): string => parseDocument(text).faults[0]?.text ?? "nothing";

test.each([
  ["a: !x y", "this tag is not known."],
  ["a: *x", "this alias stands for nothing that comes before it."],
  ["a: @x", "a value cannot begin with this character."],
  ['a: "\\x"', "there is no such escape sequence."],
  ["%x\n---\na: 1", "this directive is not known."],
  ["a: |x", "this cannot be read as YAML."],
  ["a: 1\na: 2", "this key stands twice in the same mapping."],
])("%j is told in our own words", (text, fault) => {
  expect(told(text)).toBe(fault);
});

test("what the parser says stays where it is always the same, as for a missing bracket or quote", () => {
  expect(told("a: 'x")).toBe("Missing closing 'quote.");
  expect(told("a: [x")).toContain("end with a ]");
});

test("a code that is not known quotes nothing", () => {
  expect(yamlFault("NEW_IN_A_LATER_PARSER", "found hunter2")).toEqual({
    text: "this cannot be read as YAML.",
    hint: "Correct the YAML at that place.",
  });
});
