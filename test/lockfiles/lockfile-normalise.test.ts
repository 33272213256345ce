import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { copyProject } from "../kit/golden-lockfile.ts";
import { type LockfileClient, neutralLockfile } from "../kit/polluted-lockfile.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { clientEnvironment, runClient } from "../kit/run-client.ts";
import { runCommand } from "../kit/run-command.ts";

vi.setConfig({ testTimeout: 120_000 });

const headwater = fileURLToPath(new URL("../../packages/cli/bin/headwater.js", import.meta.url));

/** Writes a lockfile with as little else as the client allows. */
const lockCommands: Readonly<Partial<Record<LockfileClient, readonly string[]>>> = {
  "npm-12": ["install", "--package-lock-only"],
  "pnpm-12": ["install", "--lockfile-only"],
  bun: ["install", "--lockfile-only"],
  "yarn-4": ["install", "--mode=update-lockfile"],
  "yarn-1": ["install", "--ignore-scripts", "--no-progress"],
};

describe("a lockfile that a client wrote behind a proxy whose tarballs lie elsewhere", () => {
  let tarballs: RecordedRegistry;
  let proxy: RecordedRegistry;
  let root: string;

  beforeAll(async () => {
    tarballs = await startRecordedRegistry();
    proxy = await startRecordedRegistry({ tarballBase: tarballs.url as `http://${string}` });
    root = await mkdtemp(join(tmpdir(), "headwater-normalise-"));
  });
  afterAll(async () => {
    await proxy.close();
    await tarballs.close();
    await rm(root, { recursive: true, force: true });
  });

  test.each(Object.entries(lockCommands) as [LockfileClient, readonly string[]][])(
    "%s: is found by verify, and normalise makes it what the client writes by itself",
    async (client, args) => {
      const [cwd, home] = [join(root, client, "project"), join(root, client, "home")];
      await copyProject("express", cwd);
      const written = await runClient({ client, args, cwd, home, registry: proxy.url });
      expect(written.code, `${written.stdout}\n${written.stderr}`).toBe(0);
      const { file, text } = await neutralLockfile(client);
      expect(await readFile(join(cwd, file), "utf8")).toContain(new URL(tarballs.url).port);

      const env = clientEnvironment({ client, home });
      const lockfile = (verb: string) =>
        runCommand({
          command: process.execPath,
          args: [headwater, "lockfile", verb],
          cwd,
          env: { ...env, PATH: [env["PATH"], dirname(process.execPath)].join(delimiter) },
        });
      expect((await lockfile("verify")).code).toBe(1);
      expect(await lockfile("normalise")).toMatchObject({ code: 0, stderr: "" });
      expect(await readFile(join(cwd, file), "utf8")).toBe(text);
    },
  );

  test("yarn-1: installs the repaired lockfile from its cache, without a network and without changing it", async () => {
    const [cwd, home] = [join(root, "yarn-1", "project"), join(root, "yarn-1", "home")];
    await rm(join(cwd, "node_modules"), { recursive: true });
    const args = ["install", "--frozen-lockfile", "--offline", "--ignore-scripts", "--no-progress"];
    const { code, stdout, stderr } = await runClient({ client: "yarn-1", args, cwd, home });
    expect(code, `${stdout}\n${stderr}`).toBe(0);
    expect(await readFile(join(cwd, "yarn.lock"), "utf8")).toBe((await neutralLockfile("yarn-1")).text);
  });
});
