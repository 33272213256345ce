import { join } from "node:path";
import { expect, test } from "vitest";
import { parseNpmrc } from "../../src/exec/npmrc.ts";
import { firstOfEach, npmrcScopes, ownScopes } from "../../src/exec/scope-registries.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("of several lines about a scope the strongest counts, with its variables expanded", () => {
  const file = (path: string, text: string) => ({ path, text, entries: parseNpmrc(text) });
  const files = [
    file("/p/.npmrc", "@acme:registry=https://${HOST}/\nregistry=https://npm.example.com/\n@acme:other=x\n"),
    file("/home/.npmrc", "@acme:registry=https://old.example/\n@mine:registry=https://m.example/\n"),
  ];
  expect(npmrcScopes(files, { HOST: "a.example" })).toEqual([
    { scope: "@acme", registry: "https://a.example/", file: "/p/.npmrc" },
    { scope: "@mine", registry: "https://m.example/", file: "/home/.npmrc" },
  ]);
  expect(firstOfEach([])).toEqual([]);
});

test("pnpm's workspace file and Bun's settings name scopes too, each client its own", async () => {
  await using root = await temporaryFolder({
    "pnpm-workspace.yaml":
      "packages: []\nregistries:\n  default: https://npm.example.com/\n  '@acme': https://a.example/\n",
    "bunfig.toml":
      '[install.scopes]\nacme = "https://b.example/"\n"@mine" = { url = "https://m.example/", token = "x" }\nodd = { token = "x" }\n',
  });
  const env = { HOME: join(root.path, "home") };
  const scopesOf = async (kind: "npm" | "pnpm" | "bun") =>
    (await ownScopes(kind, root.path, env)).map(({ scope, registry }) => `${scope} ${registry}`);
  expect(await scopesOf("pnpm")).toEqual(["@acme https://a.example/"]);
  expect(await scopesOf("bun")).toEqual(["@acme https://b.example/", "@mine https://m.example/"]);
  expect(await scopesOf("npm")).toEqual([]);
});

test("a settings file that cannot be read is named", async () => {
  await using root = await temporaryFolder({ "pnpm-workspace.yaml": "a: [", "bunfig.toml": "= nothing" });
  const env = { HOME: join(root.path, "home") };
  for (const kind of ["pnpm", "bun"] as const)
    await expect(ownScopes(kind, root.path, env)).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
});
