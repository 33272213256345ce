import { afterEach, beforeEach, expect, test } from "vitest";
import { checkImports } from "../../scripts/check-imports.ts";
import { formatFinding } from "../../scripts/workspace/finding.ts";
import { type FixtureWorkspace, createFixtureWorkspace } from "./fixture-workspace.ts";

let fixture: FixtureWorkspace;

beforeEach(() => {
  fixture = createFixtureWorkspace();
});

afterEach(() => fixture.remove());

const check = (file: string, text: string): readonly string[] => {
  fixture.write(file, text);
  return checkImports(fixture.root).map(formatFinding);
};

test.each([
  [
    "another package's inside",
    "packages/server/src/a.ts",
    'import "@headwater/formats/src/npm/names.ts";',
    "imports the inside of @headwater/formats",
  ],
  [
    "the inside as a type",
    "packages/server/src/a.ts",
    'export type A = import("@headwater/formats/src/a.ts").A;',
    "imports the inside of @headwater/formats",
  ],
  ["the inside from a test", "test/a.test.ts", 'import("headwater/src/main.ts");', "imports the inside of headwater"],
  [
    "a relative path into another package",
    "packages/store/src/a.ts",
    'import "../../resolver/src/index.ts";',
    "reaches out to packages/resolver/src/index.ts",
  ],
  [
    "a relative path into a package from outside",
    "test/a.test.ts",
    'import "../packages/resolver/src/index.ts";',
    "reaches into packages/resolver/src/index.ts",
  ],
  [
    "the test kit from src",
    "packages/store/src/a.ts",
    'import "../../../test/kit/a.ts";',
    "reaches out to test/kit/a.ts",
  ],
  [
    "the own tests from src",
    "packages/store/src/a.ts",
    'import "../test/a.ts";',
    "src imports packages/store/test/a.ts",
  ],
  [
    "node:fs in the resolver",
    "packages/resolver/src/a.ts",
    'import "node:fs/promises";',
    "the resolver imports node:fs/promises",
  ],
  [
    "a builtin without its prefix in the resolver",
    "packages/resolver/src/a.ts",
    'import "fs";',
    "the resolver imports fs",
  ],
  ["undici outside external-registry", "packages/formats/src/npm/routes/a.ts", 'import "undici";', "imports undici"],
  ["node:https in the CLI", "packages/cli/src/a.ts", 'import("node:https");', "imports node:https"],
  ["node:process", "packages/cli/src/a.ts", 'import { env } from "node:process";', "imports node:process"],
  ["process taken apart", "packages/store/src/a.ts", "export const { env } = process;", "takes `process` apart"],
])("refuses %s", (_what, file, text, message) => {
  const findings = check(file, `// first line\n${text}\n`);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain(`${file}:2: ${message}`);
});

test.each([
  ["a package by its name", "packages/server/src/a.ts", 'import "@headwater/formats";'],
  ["node:crypto in the resolver", "packages/resolver/src/a.ts", 'import "node:crypto";'],
  ["undici in external-registry", "packages/formats/src/npm/external-registry/a.ts", 'import "undici";'],
  ["node:http in the server", "packages/server/src/a.ts", 'import "node:http";'],
  ["the test kit from a package's test", "packages/store/test/deep/a.test.ts", 'import "../../../../test/kit/a.ts";'],
  ["the own source from a package's test", "packages/store/test/a.test.ts", 'import "../src/a.ts";'],
  ["the own manifest", "packages/cli/src/a.ts", 'import "../package.json";'],
])("allows %s", (_what, file, text) => {
  expect(check(file, `${text}\n`)).toEqual([]);
});
