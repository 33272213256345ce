/**
 * What oxlint's rules can't say about imports (the directions between packages are in .oxlintrc.json):
 * a package's inside is nobody else's, relative imports stay at home, the resolver does no I/O,
 * and one folder per format connects to the outside.
 */
import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { Visitor } from "oxc-parser";
import { type Finding, reportFindings } from "./workspace/finding.ts";
import { importDirections } from "./workspace/packages.ts";
import { projectFiles, workspaceRoot } from "./workspace/project-files.ts";
import { type SourceFile, isSourceFile, readSourceFile } from "./workspace/source-file.ts";

/** Says what is wrong with one import of one file, or nothing. */
type ImportRule = (file: string, specifier: string) => string | undefined;

const packageFolder = (file: string): string | undefined => /^packages\/[^/]+(?=\/)/.exec(file)?.[0];

const noInside: ImportRule = (_file, specifier) => {
  const owner = Object.keys(importDirections).find((name) => specifier.startsWith(`${name}/`));
  if (owner === undefined || specifier === `${owner}/package.json`) return undefined;
  return `imports the inside of ${owner}; import "${owner}" and add what you need to its index`;
};

/** What a package's tests may reach outside their package. */
const testGround = /^test\/(kit|conformance|fixtures)\//;

const relativeStaysHome: ImportRule = (file, specifier) => {
  if (!specifier.startsWith(".")) return undefined;
  const target = posix.join(posix.dirname(file), specifier);
  const home = packageFolder(file);
  const advice = "import the package by its name";
  if (home === undefined) return packageFolder(target) === undefined ? undefined : `reaches into ${target}; ${advice}`;
  if (!file.startsWith(`${home}/src/`)) {
    return target.startsWith(`${home}/`) || testGround.test(target) ? undefined : `reaches out to ${target}; ${advice}`;
  }
  if (target.startsWith(`${home}/src/`) || target === `${home}/package.json`) return undefined;
  return target.startsWith(`${home}/`)
    ? `src imports ${target}, which is no source`
    : `reaches out to ${target}; ${advice}`;
};

const resolverDoesNoIo: ImportRule = (file, specifier) =>
  file.startsWith("packages/resolver/src/") && isBuiltin(specifier) && specifier !== "node:crypto"
    ? `the resolver imports ${specifier}; it may use node:crypto only, all I/O goes through a port`
    : undefined;

const connects = new Set(["undici", "node:http", "node:https", "node:http2", "node:net", "node:tls"]);
const mayConnect = /^packages\/(server\/src\/|formats\/src\/[^/]+\/external-registry\/)/;

const onlyExternalRegistryConnects: ImportRule = (file, specifier) =>
  /^packages\/[^/]+\/src\//.test(file) && connects.has(specifier) && !mayConnect.test(file)
    ? `imports ${specifier}; only formats/*/external-registry connects to the outside, and only server listens`
    : undefined;

const processIsGlobal: ImportRule = (file, specifier) =>
  /^packages\/[^/]+\/src\//.test(file) && specifier === "node:process"
    ? "imports node:process; use the global `process`, so that the rule about process.env sees it"
    : undefined;

const rules: readonly ImportRule[] = [
  noInside,
  relativeStaysHome,
  resolverDoesNoIo,
  onlyExternalRegistryConnects,
  processIsGlobal,
];

/** `const { env } = process` hides from the lint rule about process.env. */
const hiddenEnvironment = ({ file, program, lineAt }: SourceFile): readonly Finding[] => {
  const findings: Finding[] = [];
  new Visitor({
    VariableDeclarator: ({ init, start }) => {
      if (init?.type !== "Identifier" || init.name !== "process") return;
      findings.push({
        file,
        line: lineAt(start),
        message: "takes `process` apart; write process.env, which lint allows only in its places",
      });
    },
  }).visit(program);
  return findings;
};

const importFindings = (source: SourceFile): readonly Finding[] =>
  source.requests.flatMap(({ specifier, line }) =>
    rules.flatMap((rule) => {
      const message = rule(source.file, specifier);
      return message === undefined ? [] : [{ file: source.file, line, message }];
    }),
  );

export const checkImports = (root: string): readonly Finding[] =>
  projectFiles(root)
    .filter((file) => isSourceFile(file) && !file.startsWith("examples/"))
    .flatMap((file) => {
      const source = readSourceFile(root, file);
      const environment = /^packages\/[^/]+\/src\//.test(file) ? hiddenEnvironment(source) : [];
      return [...importFindings(source), ...environment];
    });

if (import.meta.main) reportFindings("imports", checkImports(workspaceRoot));
