/**
 * `packages/x/src/a/b.ts` has `packages/x/test/a/b.test.ts`, if it holds a rule or a branch.
 * Exempt: index files, ports, types and tables, which decide nothing. A file that is proven elsewhere says so in a comment,
 * `Proven in test/conformance/asset-store.test.ts`, with a path from its package or from the root.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Visitor } from "oxc-parser";
import { type Finding, reportFindings } from "./workspace/finding.ts";
import { projectFiles, workspaceRoot } from "./workspace/project-files.ts";
import { isSourceFile, readSourceFile } from "./workspace/source-file.ts";

/** Whether the file decides anything: branches, loops, or catches. */
const decides = (root: string, file: string): boolean => {
  let found = false;
  const decision = (): void => {
    found = true;
  };
  new Visitor({
    IfStatement: decision,
    SwitchStatement: decision,
    ConditionalExpression: decision,
    ForStatement: decision,
    ForInStatement: decision,
    ForOfStatement: decision,
    WhileStatement: decision,
    DoWhileStatement: decision,
    CatchClause: decision,
    LogicalExpression: ({ operator }) => {
      if (operator !== "??") decision();
    },
  }).visit(readSourceFile(root, file).program);
  return found;
};

const mirrorOf = (file: string): string => file.replace("/src/", "/test/").replace(/\.ts$/, ".test.ts");

const provenElsewhere = (root: string, file: string): readonly string[] =>
  [...readFileSync(join(root, file), "utf8").matchAll(/Proven in `?((?:packages|test)\/[\w./-]+\.ts)/g)].map(
    ([, path]) => path ?? "",
  );

export const checkTestMirror = (root: string): readonly Finding[] =>
  projectFiles(root)
    .filter((file) => /^packages\/[^/]+\/src\//.test(file) && isSourceFile(file))
    .filter((file) => !/\/(index\.ts|ports\/.*)$/.test(file) && !existsSync(join(root, mirrorOf(file))))
    .flatMap((file): readonly Finding[] => {
      const home = file.slice(0, file.indexOf("/src/"));
      const proofs = provenElsewhere(root, file);
      const lost = proofs.filter((path) => !existsSync(join(root, path)) && !existsSync(join(root, home, path)));
      if (lost.length > 0)
        return lost.map((path) => ({ file, message: `says it is proven in ${path}, which does not exist` }));
      if (proofs.length > 0 || !decides(root, file)) return [];
      return [
        { file, message: `has no test; write ${mirrorOf(file)}, or say in a comment "Proven in <path of the test>"` },
      ];
    });

if (import.meta.main) reportFindings("test mirror", checkTestMirror(workspaceRoot));
