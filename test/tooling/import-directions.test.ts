import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importDirections, workspacePackages } from "../../scripts/workspace/packages.ts";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { type FixtureWorkspace, addTooling, createFixtureWorkspace } from "./fixture-workspace.ts";

type LintReport = { readonly diagnostics: readonly { readonly code: string; readonly filename: string }[] };

let fixture: FixtureWorkspace;

beforeAll(() => {
  fixture = createFixtureWorkspace();
  addTooling(fixture);
});

afterAll(() => fixture.remove());

/** `<rule> <file>` of everything that lint finds. */
const lint = (): readonly string[] => {
  const oxlint = join(workspaceRoot, "node_modules", "oxlint", "bin", "oxlint");
  const { stdout } = spawnSync(process.execPath, [oxlint, "--format=json", "packages"], {
    cwd: fixture.root,
    encoding: "utf8",
  });
  return (JSON.parse(stdout) as LintReport).diagnostics.map(({ code, filename }) => `${code} ${filename}`);
};

const check = (...parts: readonly string[]): { readonly status: number | null; readonly stdout: string } => {
  const { status, stdout } = spawnSync(process.execPath, [join(fixture.root, "scripts", "run-checks.ts"), ...parts], {
    cwd: fixture.root,
    encoding: "utf8",
  });
  // CI may ask for colours.
  return { status, stdout: stripVTControlCharacters(stdout) };
};

test("lint refuses exactly the imports that point against the directions", () => {
  const packages = workspacePackages(workspaceRoot);
  const forms = [
    ["static", (name: string) => `export { x } from "${name}";\n`],
    ["type", (name: string) => `export type { X } from "${name}";\n`],
    ["dynamic", (name: string) => `export const x = import("${name}");\n`],
    ["inside", (name: string) => `export { x } from "${name}/src/x.ts";\n`],
  ] as const;
  const refused: string[] = [];
  for (const { path, manifest } of packages) {
    for (const { folder, manifest: imported } of packages) {
      for (const [form, source] of forms) {
        const file = `${path}/src/${form}-${folder}.ts`;
        fixture.write(file, source(imported.name));
        if (!importDirections[manifest.name]?.includes(imported.name)) refused.push(file);
      }
    }
  }
  const found = lint()
    .filter((line) => line.includes("no-restricted-imports"))
    .map((line) => line.slice(line.indexOf(" ") + 1));
  expect(found.toSorted()).toEqual(refused.toSorted());
});

test("every package of the workspace has directions", () => {
  expect(
    workspacePackages(workspaceRoot)
      .map(({ manifest }) => manifest.name)
      .toSorted(),
  ).toEqual(Object.keys(importDirections).toSorted());
});

test.each([
  [
    "import/no-cycle",
    "a cycle between files",
    {
      "a.ts": 'import { b } from "./b.ts";\nexport const a = () => b;\n',
      "b.ts": 'import { a } from "./a.ts";\nexport const b = () => a;\n',
    },
  ],
  ["import/no-default-export", "a default export", { "c.ts": "export default 1;\n" }],
  ["eslint/no-restricted-globals", "a fetch outside external-registry", { "d.ts": 'export const d = fetch("x");\n' }],
  ["node/no-process-env", "process.env outside its places", { "e.ts": 'export const e = process.env["E"];\n' }],
])("lint's %s refuses %s", (rule, _what, files) => {
  const [plugin, name] = rule.split("/");
  for (const [file, text] of Object.entries(files)) fixture.write(`packages/server/src/wrong/${file}`, text);
  const [first] = Object.keys(files);
  expect(lint()).toContain(`${plugin}(${name}) packages/server/src/wrong/${first}`);
});

test("lint allows fetch in external-registry and process.env in the configuration", () => {
  fixture.write("packages/formats/src/npm/external-registry/ask.ts", 'export const ask = fetch("x");\n');
  fixture.write("packages/domain/src/configuration/read.ts", 'export const read = process.env["E"];\n');
  expect(lint().filter((line) => /ask\.ts|read\.ts/.test(line))).toEqual([]);
});

test("npm run check fails on an import against the directions and names file and reason", () => {
  fixture.write("packages/store/src/wrong-way.ts", 'export { x } from "@headwater/formats";\n');
  const { status, stdout } = check("lint");
  expect(status).toBe(1);
  expect(stdout).toContain("'@headwater/formats' import is restricted");
  expect(stdout).toContain("packages/store/src/wrong-way.ts:1:1");
  expect(stdout).toContain("store and formats import resolver only, and never each other.");
  expect(stdout).toContain("check: failed in lint");
});

test("npm run check fails on an import of another package's inside and names file, line and way out", () => {
  fixture.write("packages/store/src/too-deep.ts", '\nexport { x } from "@headwater/resolver/src/x.ts";\n');
  const { status, stdout } = check("check:imports");
  expect(status).toBe(1);
  expect(stdout).toContain(
    'packages/store/src/too-deep.ts:2: imports the inside of @headwater/resolver; import "@headwater/resolver" and add what you need to its index',
  );
  expect(stdout).toContain("check: failed in check:imports");
});

test("npm run check refuses a part that it does not have", () => {
  expect(check("lin").status).toBe(1);
});
