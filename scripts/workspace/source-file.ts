import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Program, Visitor, parseSync } from "oxc-parser";

/** A module that a source file names: `import`, `export … from`, `import()`, and `import("…")` as a type. */
export type ModuleRequest = { readonly specifier: string; readonly line: number };

export type SourceFile = {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly program: Program;
  readonly requests: readonly ModuleRequest[];
  /** 1-based line of a node's start. */
  readonly lineAt: (offset: number) => number;
};

export const isSourceFile = (file: string): boolean => /\.[cm]?[jt]s$/.test(file) && !file.includes("/fixtures/");

/** Throws on a syntax error. */
export const readSourceFile = (root: string, file: string): SourceFile => {
  const text = readFileSync(join(root, file), "utf8");
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file}: ${error.message}\n${error.codeframe ?? ""}`);
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length;
  return { file, program, requests: moduleRequests(program, lineAt), lineAt };
};

const moduleRequests = (program: Program, lineAt: (offset: number) => number): readonly ModuleRequest[] => {
  const requests: ModuleRequest[] = [];
  const add = (specifier: unknown, start: number): void => {
    if (typeof specifier === "string") requests.push({ specifier, line: lineAt(start) });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source.value, node.start),
    ExportNamedDeclaration: (node) => add(node.source?.value, node.start),
    ExportAllDeclaration: (node) => add(node.source.value, node.start),
    ImportExpression: (node) => add(node.source.type === "Literal" ? node.source.value : undefined, node.start),
    TSImportType: (node) => add(node.source.value, node.start),
  }).visit(program);
  return requests;
};
