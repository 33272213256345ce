import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultRegistry } from "./default-registry.ts";
import { copyProject, goldenLockfile, neutralTarballBase } from "./golden-lockfile.ts";
import { startRecordedRegistry } from "./recorded-registry.ts";
import { clientEnvironment, runClient } from "./run-client.ts";
import { runCommand } from "./run-command.ts";
import { clientBins, testClients, testNodePath, testNodes } from "./test-client.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "run-client-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test.each(testClients)(
  "%s installs the express project offline and writes its golden lockfile",
  async (client) => {
    const registry = await startRecordedRegistry({ tarballBase: neutralTarballBase(client) });
    try {
      const project = join(folder, "project");
      await copyProject("express", project);
      const home = join(folder, "home");
      const result = await runClient({ client, args: ["install"], cwd: project, home, registry: registry.url });
      expect(result.code, result.stdout + result.stderr).toBe(0);
      const { file, text } = await goldenLockfile(client);
      expect(await readFile(join(project, file), "utf8")).toBe(text);
      expect(registry.requestsFor("tarball").length).toBeGreaterThan(70);
    } finally {
      await registry.close();
    }
  },
  60_000,
);

test.each(testClients)("%s on a test's PATH is the pinned version", async (client) => {
  const version = /\d+/.exec(client)?.[0] ?? "1";
  const env = clientEnvironment({ client, home: folder });
  for (const command of Object.keys(clientBins(client)).filter((name) => !name.startsWith("pnpx"))) {
    const { stdout, code } = await runCommand({ command, args: ["--version"], cwd: folder, env });
    expect([code, stdout.split(".")[0]], command).toEqual([0, version]);
  }
});

test.each(testNodes)("the runtime %s runs", async (runtime) => {
  const command = testNodePath(runtime);
  const { stdout } = await runCommand({ command, args: ["--version"], cwd: folder, env: {} });
  expect(stdout.split(".")[0]).toBe(`v${runtime.slice("node-".length)}`);
});

test("a client sees no setting of npm from outside its home", async () => {
  process.env["npm_config_registry"] = "https://outside.example.com/";
  try {
    const options = { client: "npm-11", args: ["config", "get", "registry"], cwd: folder, home: folder } as const;
    expect((await runClient(options)).stdout.trim()).toBe(defaultRegistry());
    await writeFile(join(folder, ".npmrc"), "registry=https://inside.example.com/\n");
    expect((await runClient(options)).stdout.trim()).toBe("https://inside.example.com/");
  } finally {
    delete process.env["npm_config_registry"];
  }
});

test("a command that runs too long is killed with its children and reported", async () => {
  const args = ["-c", "echo started; sleep 60 & wait"];
  const run = runCommand({
    command: "/bin/sh",
    args,
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "" },
    timeout: 300,
  });
  await expect(run).rejects.toThrow(/ran longer than 300 ms\nstarted/);
});
