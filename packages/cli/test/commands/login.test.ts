import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runIn } from "../command-runner.ts";
import { type TemporaryFolder, temporaryFolder } from "../temporary-folder.ts";

/** Nothing listens at port 9 of this machine. */
const configuration =
  'domain: acme\nrepositories: { team: {}, shared: {} }\nrepository: team\nserver: { url: "http://127.0.0.1:9/", token: env:TOKEN }\n';
const endpoint = "http://127.0.0.1:9/npm/team/";

interface Home {
  readonly run: (...args: readonly string[]) => ReturnType<typeof runIn>;
  readonly read: (name: string) => Promise<string | undefined>;
  readonly path: (name: string) => string;
}

const homeIn = (folder: TemporaryFolder, env: Readonly<Record<string, string>> = { TOKEN: "t0ken" }): Home => {
  const path = (name: string): string => join(folder.path, "home", name);
  return {
    run: (...args) => runIn(join(folder.path, "project"), { HOME: join(folder.path, "home"), ...env }, args),
    read: (name) => readFile(path(name), "utf8").catch(() => undefined),
    path,
  };
};
const files = (more: Readonly<Record<string, string>> = {}) => ({
  "project/headwater.yml": configuration,
  "home/x": "",
  ...more,
});

test("login tells what it wrote without the token, a second time that there is nothing to do, and logout undoes it", async () => {
  const before = "; mine\r\nregistry=https://npm.example.com/";
  await using folder = await temporaryFolder(files({ "home/.npmrc": before }));
  const { run, read, path } = homeIn(folder);

  const first = await run("login", "--tool", "npm");
  expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining("Nothing answers") as string });
  expect(first.stdout).toBe(
    `wrote ${path(".npmrc")}:
  registry=${endpoint}
  //127.0.0.1:9/npm/team/:_authToken=***
  kept as a comment: registry=https://npm.example.com/
To undo it: headwater logout --tool npm
`,
  );
  const written = await read(".npmrc");
  expect(written).toContain("//127.0.0.1:9/npm/team/:_authToken=t0ken\r\n");
  expect((await run("login", "--tool", "npm")).stdout).toBe(
    `${path(".npmrc")} says so already; nothing was written.\n`,
  );
  expect(await read(".npmrc")).toBe(written);

  expect(await run("logout", "--tool", "npm")).toEqual({
    code: 0,
    stdout: `took ${endpoint} out of ${path(".npmrc")}\n  counts again: registry=https://npm.example.com/\n`,
    stderr: "",
  });
  expect(await read(".npmrc")).toBe(before);
  expect((await run("logout", "--tool", "npm")).stdout).toContain("has nothing of headwater login");
  expect(await read(".npmrc")).toBe(before);
});

test.each([
  ["npm", ".npmrc"],
  ["pnpm", ".npmrc"],
  ["yarn", ".yarnrc.yml"],
  ["yarn1", ".npmrc"],
  ["bun", ".bunfig.toml"],
])("--dry-run of %s shows what would change in %s and writes nothing", async (tool, file) => {
  await using folder = await temporaryFolder(files());
  const { run, read, path } = homeIn(folder);
  const shown = await run("login", "--tool", tool, "--namespace", "@acme", "--repository", "shared", "--dry-run");
  expect(shown).toMatchObject({ code: 0, stderr: "" });
  expect(shown.stdout).toContain(`would write ${path(file)}:\n`);
  expect(shown.stdout).toContain("http://127.0.0.1:9/npm/shared/");
  expect(shown.stdout).not.toContain("t0ken");
  expect(await read(file)).toBeUndefined();

  await run("login", "--tool", tool, "--namespace", "acme", "--repository", "shared");
  const written = await read(file);
  expect(written).toContain("t0ken");
  const out = ["logout", "--tool", tool, "--namespace", "@acme"];
  expect((await run(...out, "--dry-run")).stdout).toContain("would take http://127.0.0.1:9/npm/shared/");
  expect(await read(file)).toBe(written);
  expect((await run(...out)).stdout).toContain("and the file, which login made");
  expect(await read(file)).toBeUndefined();
});

test("both are told as JSON where JSON is asked for", async () => {
  await using folder = await temporaryFolder(files({ "home/.bunfig.toml": '[install.scopes]\nacme = "x"\n' }));
  const { run, path } = homeIn(folder);
  const args = ["--tool", "bun", "--namespace", "acme", "--json"];
  const common = {
    tool: "bun",
    namespace: "acme",
    repositoryEndpoint: endpoint,
    file: path(".bunfig.toml"),
    changed: true,
  };
  expect(JSON.parse((await run("login", ...args)).stdout)).toEqual({
    ...common,
    written: [`"@acme" = { url = "${endpoint}", token = "***" }`],
    replaced: ['acme = "x"'],
  });
  expect(JSON.parse((await run("logout", ...args)).stdout)).toEqual({ ...common, restored: ['acme = "x"'] });
});

test("a token that is not set, or none at all, is told; so is a file that others may read", async () => {
  await using folder = await temporaryFolder(files({ "home/.npmrc": "" }));
  expect(await homeIn(folder, {}).run("login", "--tool", "npm")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("TOKEN") as string,
  });
  const { run, read } = homeIn(folder);
  expect((await run("login", "--tool", "npm")).stderr).toContain("Others on this machine may read the token");
  await writeFile(join(folder.path, "project/headwater.yml"), configuration.replace(", token: env:TOKEN", ""));
  const open = await run("login", "--tool", "npm");
  expect(open.stderr).toContain("--allow-anyone");
  expect(await read(".npmrc")).not.toContain("_authToken");
});

test("a project's own registry, which counts more, is told", async () => {
  await using folder = await temporaryFolder(files({ "project/.npmrc": "registry=https://npm.example.com/\n" }));
  expect((await homeIn(folder).run("login", "--tool", "npm")).stderr).toContain(
    `${join(folder.path, "project", ".npmrc")} says registry=https://npm.example.com/`,
  );
});

test.each([
  [["--tool", "yarn"], ".yarnrc.yml", "a: [1\n"],
  [["--tool", "bun"], ".bunfig.toml", "[install\n"],
])("with %j a file that cannot be read is refused, and stays", async (args, file, text) => {
  await using folder = await temporaryFolder(files({ [`home/${file}`]: text }));
  const { run, read, path } = homeIn(folder);
  for (const verb of ["login", "logout"])
    expect(await run(verb, ...args)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/CONFIGURATION_INVALID.*\n {2}hint: /) as string,
    });
  expect((await run("login", ...args)).stderr).toContain(path(file));
  expect(await read(file)).toBe(text);
});

test("a repository that the domain here does not have is refused with the nearest one, and nothing is written", async () => {
  await using folder = await temporaryFolder(files());
  const { run, read } = homeIn(folder);
  const refused = { code: 1, stdout: "", stderr: expect.stringContaining("Did you mean shared?") as string };
  const login = ["login", "--tool", "npm", "--repository", "shraed"];
  expect(await run(...login)).toMatchObject(refused);
  await run("create-repository", "--repository", "handmade");
  expect(await run(...login)).toMatchObject(refused);
  expect((await run(...login, "--dry-run")).code).toBe(1);
  expect(await read(".npmrc")).toBeUndefined();
  expect((await run("login", "--tool", "npm", "--repository", "handmade")).code).toBe(0);
  expect((await run(...login, "--force")).code).toBe(0);
  expect(await read(".npmrc")).toContain("/npm/shraed/");
});

test("where the store is closed to this user, its server may have the repository all the same", async () => {
  await using folder = await temporaryFolder(files());
  await homeIn(folder).run("stats");
  const { run } = homeIn(folder, { TOKEN: "t0ken", HEADWATER_KEY: Buffer.alloc(32, 7).toString("base64") });
  expect((await run("login", "--tool", "npm", "--repository", "handmade")).code).toBe(0);
});

test("a tool, a namespace, a repository and a domain that there are not are refused", async () => {
  await using folder = await temporaryFolder(files());
  const { run } = homeIn(folder);
  expect((await run("login", "--tool", "pip")).stderr).toContain("--tool");
  expect((await run("login")).stderr).toContain("--tool is required");
  expect((await run("login", "--tool", "npm", "--namespace", "a/b")).stderr).toContain("INVALID_NAME");
  expect((await run("login", "--tool", "npm", "--repository", "../x")).stderr).toContain("INVALID_NAME");
  expect((await run("logout", "--tool", "npm", "--domain", "other")).stderr).toContain("DOMAIN_NOT_FOUND");
});
