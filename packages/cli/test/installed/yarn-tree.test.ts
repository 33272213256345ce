import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { yarnTree } from "../../src/installed/yarn-tree.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const entry = (name: string, version: string, more = ""): string =>
  `"${name}@npm:${version}":\n  version: ${version}\n  resolution: "${name}@npm:${version}"\n${more}\n`;
const foreign = process.platform === "win32" ? "darwin" : "win32";
const lock = `__metadata:\n  version: 8\n\n${entry("a", "1.0.0")}${entry("b", "2.0.0")}${entry("foreign", "1.0.0", `  conditions: os=${foreign}\n`)}`;

const names = async (root: string): Promise<readonly string[] | undefined> =>
  (await yarnTree(root, { HOME: "/nowhere" }))?.map(({ name }) => name);

test("with node_modules Yarn's own list of what it put there counts, virtual and patched packages included", async () => {
  const state = `__metadata:\n  version: 1\n\n"a@virtual:${"0".repeat(128)}#npm:1.0.0":\n  locations:\n    - "node_modules/a"\n\n"b@patch:b@npm%3A2.0.0#optional!builtin<compat/b>::version=2.0.0&hash=1":\n  locations:\n    - "node_modules/b"\n`;
  await using root = await temporaryFolder({ "yarn.lock": lock, "node_modules/.yarn-state.yml": state });
  expect(await names(root.path)).toEqual(["a", "b"]);
});

test("with Plug'n'Play everything whose conditions this machine meets counts", async () => {
  await using root = await temporaryFolder({ "yarn.lock": lock, ".pnp.cjs": "" });
  expect(await names(root.path)).toEqual(["a", "b"]);
});

test("supportedArchitectures adds the platforms that Yarn installs for beside this one", async () => {
  await using root = await temporaryFolder({
    "yarn.lock": lock,
    ".pnp.cjs": "",
    ".yarnrc.yml": `supportedArchitectures:\n  os: [current, ${foreign}]\n`,
  });
  expect(await names(root.path)).toEqual(["a", "b", "foreign"]);
});

test("a lockfile alone is no tree, nor is a tree of somebody else's", async () => {
  await using locked = await temporaryFolder({ "yarn.lock": lock });
  await using other = await temporaryFolder({ ".pnp.cjs": "" });
  expect([await names(locked.path), await names(other.path)]).toEqual([undefined, undefined]);
});

test("with Yarn 1 what is in node_modules counts, in packages and linked workspaces too", async () => {
  const classic = (name: string, version: string): string =>
    `"${name}@^1":\n  version "${version}"\n  resolved "https://yarn.example.com/${name}/-/x.tgz#abc"\n\n`;
  const manifest = (name: string, version: string): string => JSON.stringify({ name, version });
  await using root = await temporaryFolder({
    "yarn.lock": `# yarn lockfile v1\n\n${["a", "@s/b", "c", "elsewhere"].map((name) => classic(name, "1.0.0")).join("")}`,
    "node_modules/.yarn-integrity": "{}",
    "node_modules/a/package.json": manifest("a", "1.0.0"),
    "node_modules/a/node_modules/@s/b/package.json": manifest("@s/b", "1.0.0"),
    "node_modules/elsewhere/package.json": manifest("elsewhere", "2.0.0"),
    "node_modules/broken/package.json": "{",
    "packages/w/node_modules/c/package.json": manifest("c", "1.0.0"),
  });
  await symlink(join(root.path, "packages", "w"), join(root.path, "node_modules", "w"));
  expect(await names(root.path)).toEqual(["a", "@s/b", "c"]);
});
