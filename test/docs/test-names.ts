import { Visitor } from "oxc-parser";
import { projectFiles, workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { readSourceFile } from "../../scripts/workspace/source-file.ts";

/** A test's or describe block's name as written, placeholders unfilled. */
export interface TestName {
  readonly file: string;
  readonly name: string;
}

/** The names of all tests, read from the sources: what a test run would show. */
export const testNames = (): readonly TestName[] =>
  projectFiles(workspaceRoot)
    .filter((file) => file.endsWith(".test.ts"))
    .flatMap((file) => namesIn(file).map((name) => ({ file, name })));

function namesIn(file: string): readonly string[] {
  const names: string[] = [];
  new Visitor({
    CallExpression({ callee, arguments: [first] }) {
      if (!isTestFunction(callee) || first === undefined) return;
      if (first.type === "Literal" && typeof first.value === "string") names.push(first.value);
      if (first.type === "TemplateLiteral") names.push(first.quasis.map(({ value }) => value.raw).join("…"));
    },
  }).visit(readSourceFile(workspaceRoot, file).program);
  return names;
}

/** `test`, `describe.each(…)`, `test.runIf(…)` and the like: what is called comes from one of the test functions. */
function isTestFunction(callee: unknown): boolean {
  let node = callee as {
    readonly type: string;
    readonly name?: string;
    readonly object?: unknown;
    readonly callee?: unknown;
  };
  while (node.type === "MemberExpression" || node.type === "CallExpression") {
    node = (node.type === "MemberExpression" ? node.object : node.callee) as typeof node;
  }
  return node.type === "Identifier" && ["test", "it", "describe"].includes(node.name ?? "");
}

/** The letters of the rules' families; `MD5` and `E404` are none. */
const FAMILIES = "D R U S E Q K L T F P A B G O PG C X Y Z N PY M NU EN TG EV".replaceAll(" ", "|");
const RULE_ID = new RegExp(String.raw`(?<![\w.@/-])(?:${FAMILIES})\d{1,2}(?![\w-])`, "g");

/** The ids of rules that a text names, known or not. */
export const ruleIds = (text: string): readonly string[] => [...text.matchAll(RULE_ID)].map(([id]) => id);
