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
