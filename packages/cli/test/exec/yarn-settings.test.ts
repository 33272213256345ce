import { join } from "node:path";
import { expect, test } from "vitest";
import { liesIn, readYarnSettings } from "../../src/exec/yarn-settings.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("the nearest file wins, and scopes and whitelists of all are gathered", async () => {
  await using root = await temporaryFolder({
    "p/sub/.yarnrc.yml":
      "enableGlobalCache: false\nnpmScopes:\n  acme: { npmRegistryServer: 'https://a.example' }\nsupportedArchitectures: { os: [current, darwin] }\n",
    "p/.yarnrc.yml": "enableGlobalCache: true\nunsafeHttpWhitelist: [host.example]\nglobalFolder: ./shared\n",
    "home/.yarnrc.yml": "npmScopes:\n  other: { npmAlwaysAuth: true }\n",
  });
  const settings = await readYarnSettings(join(root.path, "p", "sub"), { HOME: join(root.path, "home") });
  expect(settings).toMatchObject({
    enableGlobalCache: false,
    globalFolder: join(root.path, "p", "shared"),
    unsafeHttpWhitelist: ["host.example"],
    supportedArchitectures: { os: ["current", "darwin"] },
  });
  expect(settings.scopes.map(({ scope, registry }) => [scope, registry])).toEqual([
    ["acme", "https://a.example"],
    ["other", undefined],
  ]);
});

test("without files Yarn's own defaults hold, and its variables win", async () => {
  await using root = await temporaryFolder();
  const env = { HOME: join(root.path, "home") };
  expect(await readYarnSettings(root.path, env)).toMatchObject({
    enableGlobalCache: true,
    globalFolder: join(env.HOME, ".yarn", "berry"),
    scopes: [],
  });
  const data = { ...env, XDG_DATA_HOME: "/data" };
  expect((await readYarnSettings(root.path, data)).globalFolder).toBe(join("/data", "yarn", "berry"));
  const told = { ...env, YARN_GLOBAL_FOLDER: "/yarn", YARN_ENABLE_GLOBAL_CACHE: "false" };
  expect(await readYarnSettings(root.path, told)).toMatchObject({ enableGlobalCache: false, globalFolder: "/yarn" });
});

test("a file that is no YAML is named", async () => {
  await using root = await temporaryFolder({ ".yarnrc.yml": "a: [" });
  await expect(readYarnSettings(root.path, { HOME: "/nowhere" })).rejects.toMatchObject({
    code: "CONFIGURATION_INVALID",
    message: expect.stringContaining(join(root.path, ".yarnrc.yml")) as string,
  });
});

test("a folder lies in itself and in those above it alone", () => {
  expect([liesIn("/a/b", "/a"), liesIn("/a", "/a"), liesIn("/ab", "/a"), liesIn("/a", "/a/b")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
