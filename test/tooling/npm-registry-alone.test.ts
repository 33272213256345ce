import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { npmRegistryAlone } from "../../scripts/packaging/npm-registry-alone.ts";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { defaultRegistry } from "../kit/default-registry.ts";

const importing = 'export { definitions } from "@npmcli/config/lib/definitions/index.js";';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(workspaceRoot, "node_modules", ".registry-alone-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Bundle {
  readonly text: string;
  readonly definitions: Readonly<Record<string, { readonly default: unknown }>>;
}

async function bundle(...files: readonly string[]): Promise<readonly Bundle[]> {
  for (const file of files) writeFileSync(join(folder, file), importing);
  const { outputFiles } = await build({
    entryPoints: files.map((file) => join(folder, file)),
    absWorkingDir: workspaceRoot,
    outdir: folder,
    plugins: [npmRegistryAlone(workspaceRoot)],
    bundle: true,
    format: "cjs",
    platform: "node",
    write: false,
  });
  return outputFiles.map(({ text }) => {
    const made = { exports: {} as Bundle };
    runInNewContext(text, { module: made, require: (name: string) => process.getBuiltinModule(name), process, URL });
    return { text, definitions: made.exports.definitions };
  });
}

test("of npm's definitions whoever wants the default registry gets it, and nothing else", async () => {
  const [alone] = await bundle("default-npm-registry.ts");
  expect(JSON.parse(JSON.stringify(alone?.definitions))).toEqual({ registry: { default: defaultRegistry() } });
  expect(alone?.text.length).toBeLessThan(4000);
});

test("whoever else is in the same bundle gets all of them", async () => {
  const [, whole] = await bundle("default-npm-registry.ts", "settings.ts");
  expect(Object.keys(whole?.definitions ?? {})).toEqual(expect.arrayContaining(["registry", "node-gyp", "loglevel"]));
});
