import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "../kit/run-command.ts";
import { type DocsProject, createDocsProject } from "./docs-project.ts";
import { codeBlocks, readPage } from "./page.ts";
import { type PublicRegistry, startPublicRegistry } from "./public-registry.ts";

/** docs/guides/serve.md with its own files, at a free port instead of 4873. */
const blocks = codeBlocks(readPage("docs/guides/serve.md"));
const blockOf = (language: string): string => blocks.find((block) => block.language === language)?.text ?? "";

let registry: PublicRegistry;
let project: DocsProject;
let server: ChildProcess;
let url: string;
const token = "a-long-random-text";

beforeAll(async () => {
  registry = await startPublicRegistry();
  project = await createDocsProject(registry.env);
  await writeFile(join(project.folder, "headwater.yml"), blockOf("yaml"));
  server = spawn("npx", ["headwater", "serve", "--port", "0", "--json"], {
    cwd: project.folder,
    env: { ...project.env, HEADWATER_TOKEN: token },
    stdio: ["ignore", "pipe", "inherit"],
  });
  url = await announcedUrl(server);
  const configuration = blockOf("yaml").replace("server:\n", `server:\n  url: "${url}"\n`);
  await writeFile(join(project.folder, "headwater.yml"), configuration);
  const login = /^npx (headwater login .*)$/m.exec(readPage("docs/guides/serve.md"))?.[1] ?? "";
  const { code, stderr } = await runCommand({
    command: "npx",
    args: login.split(" "),
    cwd: project.folder,
    env: { ...project.env, HEADWATER_TOKEN: token },
  });
  if (code !== 0 || stderr !== "") throw new Error(`headwater login exited ${code}: ${stderr}`);
});
afterAll(async () => {
  server.kill("SIGINT");
  await once(server, "exit");
  await project.close();
  await registry.close();
});

/** `serve` prints its address as soon as it listens. */
async function announcedUrl({ stdout }: ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of stdout ?? []) {
    text += String(chunk);
    if (text.trimEnd().endsWith("}")) break;
  }
  return (JSON.parse(text) as { url: string }).url;
}

const npm = (variables: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  runCommand({ command: "npm", args, cwd: project.folder, env: { ...project.env, ...variables } });

test("login writes what the guide shows", async () => {
  const written = await readFile(join(project.env["HOME"] ?? "", ".npmrc"), "utf8");
  expect(written.replaceAll(new URL(url).host, "127.0.0.1:4873")).toBe(`${blockOf("ini")}\n`);
});

test("a client that is logged in installs, and its lockfile names no address", async () => {
  const { code, stderr } = await npm({}, "install", "is-odd");
  expect(code, stderr).toBe(0);
  const lockfile = await readFile(join(project.folder, "package-lock.json"), "utf8");
  expect(lockfile).toContain("node_modules/is-odd");
  expect(lockfile).not.toContain("127.0.0.1");
});

test.each([
  ["Bearer", `Bearer ${token}`],
  ["Basic, whatever the user's name", `Basic ${Buffer.from(`aws:${token}`).toString("base64")}`],
  ["the bare token", token],
])("the token is accepted as %s (Z3)", async (_form, authorization) => {
  const { status } = await fetch(`${url}npm/main/-/ping`, { headers: { authorization } });
  expect(status).toBe(200);
});

test("a project's own .npmrc can name the variable, and without the right token nothing is read", async () => {
  await writeFile(
    join(project.folder, ".npmrc"),
    blockOf("properties").replaceAll("127.0.0.1:4873", new URL(url).host),
  );
  expect(await npm({ HEADWATER_TOKEN: token }, "view", "is-odd", "version")).toMatchObject({ code: 0 });
  const { code, stderr } = await npm({ HEADWATER_TOKEN: "another" }, "view", "is-odd", "version");
  expect(code).not.toBe(0);
  expect(stderr).toContain("The token of the request is not valid here");
});

test("what was asked for is retained in the repository that was asked, and listed at once (K1, F5)", async () => {
  const listed = await runCommand({
    command: "npx",
    args: ["headwater", "list-package-versions", "--repository", "main", "--package", "is-odd"],
    cwd: project.folder,
    env: project.env,
  });
  expect(listed.code, listed.stderr).toBe(0);
  expect(listed.stdout).toContain('"status": "Published"');
});

test("no name and no address of a package can be read in the store's folder (EN1)", async () => {
  const store = join(project.folder, ".headwater");
  const files = (await readdir(store, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const readable: string[] = [];
  for (const { parentPath, name } of files) {
    const bytes = await readFile(join(parentPath, name), "latin1");
    if (["is-odd", "is-number", "public:npmjs", "npm-store"].some((word) => `${name}\n${bytes}`.includes(word)))
      readable.push(name);
  }
  expect(files.length).toBeGreaterThan(5);
  expect(readable).toEqual([]);
});

test("get-repository-endpoint prints the address that login writes: server, format, repository, slash (Z4)", async () => {
  const { stdout } = await runCommand({
    command: "npx",
    args: ["headwater", "get-repository-endpoint", "--repository", "main"],
    cwd: project.folder,
    env: project.env,
  });
  const { repositoryEndpoint } = JSON.parse(stdout) as { repositoryEndpoint: string };
  expect(repositoryEndpoint).toBe(`${url}npm/main/`);
  expect(blockOf("ini")).toContain("registry=http://127.0.0.1:4873/npm/main/\n");
});
