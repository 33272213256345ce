import { expect, test } from "vitest";
import { tomlStatements } from "../../src/login/toml-statements.ts";

const said = (text: string): readonly string[] =>
  tomlStatements(text).map(
    ({ path, isTable, from, to }) => `${isTable ? "[]" : ""}${path.join("/")}: ${JSON.stringify(text.slice(from, to))}`,
  );

test("each table and entry is found with all of its lines", () => {
  const text = `a = 1 # [no]
[install.scopes] # mine
"@acme" = { url = "x" }
'b.c'.d = [
  "[no]", # ]
]
text = """
[no]
"""
[[run . list]]
e = '''
[no]'''`;
  expect(said(text)).toEqual([
    'a: "a = 1 # [no]\\n"',
    '[]install/scopes: "[install.scopes] # mine\\n"',
    'install/scopes/@acme: "\\"@acme\\" = { url = \\"x\\" }\\n"',
    'install/scopes/b.c/d: "\'b.c\'.d = [\\n  \\"[no]\\", # ]\\n]\\n"',
    'install/scopes/text: "text = \\"\\"\\"\\n[no]\\n\\"\\"\\"\\n"',
    '[]run/list: "[[run . list]]\\n"',
    "run/list/e: \"e = '''\\n[no]'''\"",
  ]);
});

test("comments and empty lines are no statements", () => {
  expect(said("# a = 1\n\n  \r\n")).toEqual([]);
});
