import { afterEach, beforeEach, expect, test } from "vitest";
import { refuseUnknownFiles } from "../../scripts/packaging/npm-own-files.ts";
import type { PublishedPackage } from "../../scripts/packaging/published-packages.ts";
import { refuseDynamicCommonJs } from "../../scripts/packaging/refuse-dynamic-commonjs.ts";
import { publishedManifest } from "../../scripts/packaging/stage-package.ts";
import { type FixtureWorkspace, createFixtureWorkspace } from "./fixture-workspace.ts";

let fixture: FixtureWorkspace;

beforeEach(() => {
  fixture = createFixtureWorkspace();
});

afterEach(() => fixture.remove());

const manifest = {
  name: "x",
  version: "1.0.0",
  imports: { "#main": "./src/main.ts" },
  exports: { ".": "./src/index.ts", "./package.json": "./package.json" },
  scripts: { prepack: "exit 1" },
  dependencies: { semver: "^7.8.6", y: "1.0.0" },
};
const x = { folder: "x", path: "packages/x", manifest };
const bundled = {
  folder: "y",
  path: "packages/y",
  manifest: { ...manifest, name: "y", imports: { "#worker": "./src/a/worker.ts" } },
};
const stranger = {
  folder: "z",
  path: "packages/z",
  manifest: { ...manifest, name: "z", imports: { "#z": "./src/z.ts" } },
};

const published = (kind: PublishedPackage["kind"]): Readonly<Record<string, unknown>> =>
  publishedManifest({ ...x, kind }, [x, bundled, stranger]);

test("a published library exports its compiled index with types and keeps its dependencies", () => {
  expect(published("library")).toMatchObject({
    exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, "./package.json": "./package.json" },
    imports: { "#main": "./dist/main.js" },
    dependencies: { semver: "^7.8.6", y: "1.0.0" },
  });
});

test("a published program runs its bundle and depends on nothing: what its packages load by #name is beside it", () => {
  const program = published("program");
  expect(program).toMatchObject({
    imports: { "#main": "./dist/main.js", "#worker": "./dist/worker.js" },
    exports: { "./package.json": "./package.json" },
  });
  expect(program["imports"]).not.toHaveProperty("#z");
  expect(program).not.toHaveProperty("dependencies");
});

test.each(["library", "program"] as const)("a published %s has no scripts of the checkout", (kind) => {
  expect(published(kind)).not.toHaveProperty("scripts");
});

test("a bundle may not hold a file that looks for files of its own in a way that nobody knows of", () => {
  const file = "node_modules/lib/index.js";
  const inputs = { [file]: { bytes: 1, imports: [] } };
  const refuse = (): void => refuseUnknownFiles(fixture.root, { inputs, outputs: {} });
  fixture.write(file, "module.exports = 1;\n");
  expect(refuse).not.toThrow();
  fixture.write(file, "module.exports = require('fs').readFileSync(__dirname + '/data.json');\n");
  expect(refuse).toThrow("node_modules/lib/index.js uses __dirname");
});

const bundleOf = (source: string): (() => void) => {
  const file = "packages/cli/src/a.ts";
  const lib = "node_modules/lib/index.js";
  fixture.write(file, source);
  const loads = { path: lib, kind: "dynamic-import", original: "lib" } as const;
  const inputs = { [file]: { bytes: 1, imports: [loads] }, [lib]: { bytes: 1, imports: [], format: "cjs" as const } };
  return () => refuseDynamicCommonJs(fixture.root, { inputs, outputs: {} });
};

test("a bundle may load a CommonJS module's default by import()", () => {
  expect(bundleOf('const { default: lib } = await import("lib");\n')).not.toThrow();
});

test.each([
  'const { a } = await import("lib");\n',
  'const lib = await import("lib");\n',
  'import("lib").then((lib) => lib.a);\n',
])("a bundle may not take more of it: %s", (source) => {
  expect(bundleOf(source)).toThrow("packages/cli/src/a.ts loads the CommonJS lib by import()");
});
