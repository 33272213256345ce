import { join } from "node:path";
import type { LockfileTool } from "@headwater/formats";
import { describe, expect, test } from "vitest";
import { foreignScopes } from "../../src/lockfile/foreign-scopes.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const own = ["https://npm.example.com/", "http://127.0.0.1:4873/"];

async function scopesOf(
  tool: LockfileTool,
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  await using root = await temporaryFolder({ "home/x": "", ...files });
  const folder = join(root.path, "project");
  return foreignScopes({ tool, folder, own, direct: ["@direct"], env: { HOME: join(root.path, "home"), ...env } });
}

describe("a scope has a registry of its own", () => {
  test("when headwater.yml lists it, or a line of npmrc in the project or the home says so", async () => {
    const files = {
      "project/.npmrc": "@a:registry=https://a.example/npm/\n",
      "home/.npmrc": "@b:registry=${B}/npm\n",
    };
    expect(await scopesOf("npm", files, { B: "https://b.example" })).toEqual(["@direct", "@a", "@b"]);
  });

  test.each([
    ["pnpm", "pnpm-workspace.yaml", 'registries:\n  "@a": https://a.example/\n  default: https://d.example/\n'],
    ["bun", "bunfig.toml", '[install.scopes]\na = "https://a.example/"\n'],
    [
      "yarn",
      ".yarnrc.yml",
      'npmScopes:\n  a: { npmRegistryServer: "https://a.example" }\n  b: { npmAlwaysAuth: true }\n',
    ],
    ["yarn1", ".yarnrc", '"@a:registry" "https://a.example/"\nregistry "https://d.example/"\n'],
  ] as const)("when %s's own settings in %s say so", async (tool, file, text) => {
    expect(await scopesOf(tool, { [`project/${file}`]: text })).toEqual(["@direct", "@a"]);
    expect(await scopesOf("npm", { [`project/${file}`]: text })).toEqual(["@direct"]);
  });
});

test("a scope that is sent to the public registry, to our own server or where everything is sent has none", async () => {
  const scopes =
    "@a:registry=https://npm.example.com\n@b:registry=http://127.0.0.1:4873/npm/team/\n@c:registry=https://proxy.example/npm\n";
  expect(await scopesOf("npm", { "project/.npmrc": `registry=https://proxy.example/npm/\n${scopes}` })).toEqual([
    "@direct",
  ]);
  expect(await scopesOf("npm", { "project/.npmrc": scopes })).toEqual(["@direct", "@c"]);
  expect(
    await scopesOf("npm", { "project/.npmrc": scopes }, { npm_config_registry: "https://proxy.example/npm/" }),
  ).toEqual(["@direct"]);
});
