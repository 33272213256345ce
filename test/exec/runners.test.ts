/** Programs that fetch a package only to run it, and two runs at once. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const runners = [
  ["npm-11", ["npx", "--yes"]],
  ["npm-12", ["npx", "--yes"]],
  ["pnpm-10", ["pnpm", "dlx"]],
  ["pnpm-12", ["pnpm", "dlx"]],
  ["bun", ["bunx"]],
  ["yarn-4", ["yarn", "dlx"]],
] as const;

let registry: RecordedRegistry;
let project: HeadwaterProject;

beforeAll(async () => {
  const tool = (client: string) =>
    buildPackage({
      name: `tool-of-${client}`,
      version: "1.0.0",
      files: { "bin.js": `#!/usr/bin/env node\nconsole.log("ran by ${client}");\n` },
      manifest: { bin: "bin.js" },
    });
  registry = await startRecordedRegistry({ packages: runners.map(([client]) => tool(client)) });
  project = await createHeadwaterProject({
    registry: registry.url,
    files: { "package.json": '{"name":"app","version":"1.0.0"}\n' },
  });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

test.each(runners)("%s: %j runs a package that comes through the repository", async (client, command) => {
  const name = `tool-of-${client}`;
  const { code, stdout, stderr } = await project.headwater(["exec", "--", ...command, name], { client });
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  expect(stdout).toContain(`ran by ${client}`);
  expect(await project.held("team")).toContain(`${name}@1.0.0`);
});

test("two runs at once on one repository both install, and neither leaves the other's port or its own behind", async () => {
  const clients = [
    ["npm-12", "package-lock.json"],
    ["npm-12", "package-lock.json"],
    ["bun", "bun.lock"],
  ] as const;
  const runs = clients.map(async ([client, lockfile], index) => {
    const cwd = join(project.folder, `parallel-${index}`);
    await mkdir(cwd);
    const manifest = '{"name":"app","version":"1.0.0","dependencies":{"is-odd":"3.0.1"}}\n';
    await writeFile(join(cwd, "package.json"), manifest);
    const { code, stderr } = await project.exec(client, ["install"], { cwd });
    expect(code, stderr).toBe(0);
    expect(await readFile(join(cwd, "package.json"), "utf8")).toBe(manifest);
    return readFile(join(cwd, lockfile), "utf8");
  });
  const [first, second, ofBun] = await Promise.all(runs);
  expect(second).toBe(first);
  expect(`${first}${ofBun}`).toContain("is-odd");
  expect(`${first}${ofBun}`).not.toContain("127.0.0.1");
  expect(await project.held("team")).toEqual(expect.arrayContaining(["is-number@6.0.0", "is-odd@3.0.1"]));
});
