import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseClientCall } from "../../src/exec/client-call.ts";
import { type PreparedRun, prepareRun } from "../../src/exec/prepare-run.ts";
import { type RunFiles, createRunFiles } from "../../src/exec/run-files.ts";
import { type TemporaryFolder, temporaryFolder } from "../temporary-folder.ts";

const endpoint = { url: "http://127.0.0.1:25000/", token: "TOKEN" };
const settings = {
  "p/.npmrc":
    "@acme:registry=https://a.example/\n@my_team:registry=https://t.example/\n@direct:registry=https://d.example/\nnoproxy=b.example\n",
  "home/.npmrc": "fund=false\n",
};

let root: TemporaryFolder;
const runs: RunFiles[] = [];

beforeEach(async () => {
  root = await temporaryFolder(settings);
});
afterEach(async () => {
  for (const files of runs.splice(0)) await files.remove();
  await root[Symbol.asyncDispose]();
});

async function prepare(...command: readonly string[]): Promise<PreparedRun> {
  const files = await createRunFiles();
  runs.push(files);
  const folder = join(root.path, "p");
  const env = { HOME: join(root.path, "home"), npm_config_globalconfig: join(root.path, "none") };
  return prepareRun({
    command,
    call: parseClientCall(command, folder),
    env,
    secretVariables: [],
    endpoint,
    direct: ["@direct"],
    npmRegistry: "https://npm.example.com/",
    yarn: undefined,
    files,
  });
}

describe("scopes that npmrc sends elsewhere", () => {
  test("come to the endpoint by npm's environment, and by its arguments where the environment cannot spell them", async () => {
    const { command, env } = await prepare("npm", "ci");
    expect(command).toEqual(["npm", "--@my_team:registry=http://127.0.0.1:25000/", "ci"]);
    expect(env["npm_config_@acme:registry"]).toBe(endpoint.url);
    expect(env).not.toHaveProperty(["npm_config_@direct:registry"]);
  });

  test("come to it by pnpm's arguments, before its own", async () => {
    const { command } = await prepare("corepack", "pnpm", "install");
    expect(command).toEqual([
      "corepack",
      "pnpm",
      "--config.@acme:registry=http://127.0.0.1:25000/",
      "--config.@my_team:registry=http://127.0.0.1:25000/",
      "install",
    ]);
  });

  test("are warned about with Bun, which reads them from its files alone", async () => {
    const { command, warnings } = await prepare("bun", "install");
    expect(command).toEqual(["bun", "install"]);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain(
      `Bun fetches packages of @acme from https://a.example/, past the domain, because ${join(root.path, "p", ".npmrc")} says so`,
    );
    expect((await prepare("npm", "ci")).warnings).toEqual([]);
  });
});

describe("the run's token", () => {
  test("is in a copy of the user's npmrc, which only this run has", async () => {
    const { env } = await prepare("pnpm", "install");
    const userconfig = env["npm_config_userconfig"] ?? "";
    expect(userconfig.startsWith(runs[0]?.folder ?? "none")).toBe(true);
    expect(await readFile(userconfig, "utf8")).toBe("fund=false\n//127.0.0.1:25000/:_authToken=TOKEN\n");
  });

  test.each([
    ["npm", "config", "set", "a=b"],
    ["npm", "login"],
    ["pnpm", "config", "set", "a", "b"],
    ["bun", "install"],
    ["yarn"],
  ])("leaves the user's own npmrc in its place for %s %s", async (...command) => {
    expect((await prepare(...command)).env).not.toHaveProperty("npm_config_userconfig");
  });

  test("stands in no argument", async () => {
    for (const client of ["npm", "pnpm", "bun", "yarn", "node"])
      expect((await prepare(client, "install")).command.join(" ")).not.toContain("TOKEN");
  });
});

describe("Yarn", () => {
  test("has an empty global folder, and its archives where they were", async () => {
    const { env } = await prepare("yarn", "install");
    expect(env).toMatchObject({
      YARN_CACHE_FOLDER: join(root.path, "home", ".yarn", "berry", "cache"),
      YARN_ENABLE_GLOBAL_CACHE: "false",
      YARN_NPM_AUTH_TOKEN: "TOKEN",
    });
    expect(env["YARN_GLOBAL_FOLDER"]?.startsWith(runs[0]?.folder ?? "none")).toBe(true);
  });

  test("keeps a cache in the project to itself: it is cleaned there", async () => {
    await root[Symbol.asyncDispose]();
    root = await temporaryFolder({ "p/.yarnrc.yml": "globalFolder: ./yarn\n" });
    expect((await prepare("yarn")).env).not.toHaveProperty("YARN_CACHE_FOLDER");
  });

  test("gets scopes and token by a plugin when it has scopes", async () => {
    await root[Symbol.asyncDispose]();
    root = await temporaryFolder({
      "p/.yarnrc.yml": "npmScopes:\n  acme: { npmRegistryServer: 'https://a.example' }\n",
    });
    const { env } = await prepare("yarn");
    expect(env).not.toHaveProperty("YARN_NPM_AUTH_TOKEN");
    expect(await readFile(env["YARN_PLUGINS"] ?? "", "utf8")).toContain('const direct = ["direct"];');
  });
});

test("npm's own list of hosts without a proxy goes on to count", async () => {
  expect((await prepare("npm", "ci")).env["npm_config_noproxy"]).toBe("b.example,127.0.0.1");
});
