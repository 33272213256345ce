import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { text as textOf } from "node:stream/consumers";
import { runInNewContext } from "node:vm";
import { brotliDecompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildYarnPlugin, yarnPluginFile } from "../../scripts/packaging/build-yarn-plugin.ts";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { type FixtureWorkspace, createFixtureWorkspace } from "./fixture-workspace.ts";

interface PluginFile {
  readonly name: string;
  readonly factory: (require: (id: string) => unknown) => { readonly default: BuiltPlugin };
}

interface BuiltPlugin {
  readonly hooks: Readonly<Record<string, unknown>>;
  readonly commands: readonly (new () => YarnCommand)[];
}

interface YarnCommand {
  words: readonly string[];
  context: object;
  execute(): Promise<number>;
}

/** As `yarn plugin import` does, which gives it nothing else. */
function evaluate(text: string): PluginFile {
  const made = { exports: {} };
  runInNewContext(text, { module: made, exports: made.exports });
  return made.exports as PluginFile;
}

/** What is evaluated with every command of Yarn, and what lies packed in it. */
function parts(text: string): { readonly eager: string; readonly engine: string } {
  const [whole = "", packed = ""] = /packedEngine = "([A-Za-z0-9+/=]+)"/.exec(text) ?? [];
  return {
    eager: text.replace(whole, ""),
    engine: brotliDecompressSync(Buffer.from(packed, "base64")).toString("utf8"),
  };
}

describe("the plugin as it is built", () => {
  const text = readFileSync(join(workspaceRoot, yarnPluginFile), "utf8");

  test("tells its name without anything that a module has", () => {
    expect(evaluate(text).name).toBe("@yarnpkg/plugin-headwater");
  });

  test("evaluates at most 250 KB with every command of Yarn", () => {
    expect(Buffer.byteLength(parts(text).eager)).toBeLessThan(250 * 1024);
  });

  test("evaluates nothing that an old Node lacks before it can say that it is too old", () => {
    expect(parts(text).eager).not.toMatch(/\.(?:toSorted|toReversed|canParse|replaceAll|hasOwn|at)\(/);
  });

  test("names no module but Node's, those that Yarn gives, and drivers that are never reached", () => {
    const { eager, engine } = parts(text);
    const named = (source: string): readonly string[] => [
      ...new Set([...source.matchAll(/\b(?:require|import)\("([^"]+)"\)/g)].map(([, id]) => id ?? "")),
    ];
    const others = (source: string): readonly string[] =>
      named(source)
        .filter((id) => !isBuiltin(id))
        .toSorted();
    expect(others(eager)).toEqual(["@yarnpkg/core", "clipanion"]);
    const given = ["@yarnpkg/core", "@yarnpkg/fslib", "clipanion", "typanion"];
    const neverReached = ["better-sqlite3", "bun:sqlite", "undici", "@headwater/npm-plugin"];
    expect(others(engine)).toContain("@yarnpkg/core");
    expect(others(engine).filter((id) => ![...given, ...neverReached].includes(id))).toEqual([]);
  });

  test("evaluates its engine when it is first needed, once for all that Yarn makes of it", async () => {
    const given = createRequire(join(workspaceRoot, "packages", "yarn-plugin", "package.json"));
    const file = join(mkdtempSync(join(tmpdir(), "headwater-plugin-")), "plugin.cjs");
    copyFileSync(join(workspaceRoot, yarnPluginFile), file);
    const { factory } = given(file) as PluginFile;
    rmSync(dirname(file), { recursive: true });
    const engines = (): readonly unknown[] =>
      Object.getOwnPropertySymbols(globalThis)
        .filter(({ description = "" }) => description.startsWith("yarn-plugin-headwater "))
        .map((slot) => (globalThis as Record<symbol, unknown>)[slot]);
    const [first, second] = [factory(given).default, factory(given).default];
    expect(Object.keys(first.hooks).toSorted()).toEqual([
      "afterAllInstalled",
      "globalHashGeneration",
      "setupScriptEnvironment",
      "validateProject",
      "wrapNetworkRequest",
    ]);
    expect(engines()).toEqual([]);
    expect(await version(first)).toMatch(/^\d+\.\d+\.\d+\n$/);
    const [engine] = engines();
    expect(await version(second)).toBe(await version(first));
    expect(engines()).toEqual([engine]);
    expect(engines()[0]).toBe(engine);
  });
});

/** `yarn headwater --version`. */
async function version({ commands: [Headwater] }: BuiltPlugin): Promise<string> {
  if (Headwater === undefined) throw new Error("The plugin has no command.");
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const printed = textOf(stdout);
  const plugins = { modules: new Map(), plugins: new Set() };
  const env = { HOME: tmpdir() };
  const context = { cwd: tmpdir(), env, stdin, stdout, stderr, colorDepth: 1, plugins, quiet: false };
  const command = Object.assign(new Headwater(), { words: ["--version"], context });
  expect(await command.execute()).toBe(0);
  stdout.end();
  return printed;
}

describe("building it", () => {
  const home = "packages/yarn-plugin";
  let fixture: FixtureWorkspace;
  beforeEach(() => {
    fixture = createFixtureWorkspace();
    symlinkSync(join(workspaceRoot, "node_modules"), join(fixture.root, "node_modules"), "junction");
    fixture.write(`${home}/src/engine/engine.ts`, 'export const answer = "the engine\'s";\n');
  });
  afterEach(() => fixture.remove());

  test("puts both parts into one file, and counts them", async () => {
    fixture.write(`${home}/src/index.ts`, "export default { hooks: {}, commands: [] };\n");
    const sizes = await buildYarnPlugin(fixture.root);
    const text = readFileSync(join(fixture.root, yarnPluginFile), "utf8");
    expect(evaluate(text).factory(() => expect.unreachable()).default).toMatchObject({ hooks: {} });
    const { engine } = parts(text);
    expect(engine).toContain("the engine's");
    expect(sizes.engine).toBe(Buffer.byteLength(engine));
    expect(sizes.eager).toBeLessThan(2000);
  });

  test("fails when more is evaluated with every command than may be", async () => {
    fixture.write(`${home}/src/index.ts`, `export default ${JSON.stringify("x".repeat(250 * 1024))};\n`);
    await expect(buildYarnPlugin(fixture.root)).rejects.toThrow(
      /evaluates \d{6} bytes with every command; 256000 are the limit/,
    );
  });
});
