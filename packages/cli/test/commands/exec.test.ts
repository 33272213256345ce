import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { type TestDomain, createTestDomain, runIn } from "../command-runner.ts";

/** Real clients are in the workspace's own test/exec; here Node is the client. */
const lib = buildPackage({ name: "lib", version: "1.0.0" });
const other = buildPackage({ name: "other", version: "1.0.0" });
let domain: TestDomain;

beforeAll(async () => {
  domain = await createTestDomain([lib, other]);
});
afterAll(() => domain.close());

const exec = (options: readonly string[], script: string) =>
  domain.run("exec", ...options, "--", process.execPath, "-e", script);

/** Writes what npm leaves behind after it installed lib, as a client with a warm cache does that asks for nothing. */
const installs = (integrity: string): string => {
  const lock = JSON.stringify({
    lockfileVersion: 3,
    packages: { "node_modules/lib": { version: "1.0.0", integrity } },
  });
  return `const fs = require("fs"); fs.mkdirSync("node_modules", { recursive: true }); fs.writeFileSync("node_modules/.package-lock.json", ${JSON.stringify(lock)})`;
};

test("a client can fetch from the repository that it is given", async () => {
  const { code, stdout, stderr } = await exec(
    ["--repository", "shared", "--retain", "requested"],
    "fetch(process.env.npm_config_registry + 'lib', { headers: { authorization: 'Bearer ' + process.env.BUN_CONFIG_TOKEN } }).then(async (r) => console.log(r.status, (await r.json()).name))",
  );
  expect(code, stderr).toBe(0);
  expect(stdout).toBe("200 lib\n");
});

test("what a client installed without asking is retained, in the requested and the connected repository (K1, K3)", async () => {
  const { code, stderr } = await exec([], installs(lib.integrity));
  expect(code, stderr).toBe(0);
  expect(stderr).toContain("retained 1 version in team");
  for (const repository of ["team", "npm-store"]) {
    expect(await domain.json("list-packages", "--repository", repository)).toMatchObject({
      packages: [{ package: "lib" }],
    });
  }
  expect(await domain.json("list-packages", "--repository", "shared")).toEqual({ packages: [] });
});

test("with --retain requested nothing is read afterwards", async () => {
  await domain.json("create-repository", "--repository", "other", "--upstreams", "shared");
  expect((await exec(["--repository", "other", "--retain", "requested"], installs(lib.integrity))).code).toBe(0);
  expect(await domain.json("list-packages", "--repository", "other")).toEqual({ packages: [] });
});

test("bytes that differ from the held ones are reported, and the run stays good", async () => {
  const { code, stderr } = await exec([], installs(`sha512-${"A".repeat(86)}==`));
  expect(code).toBe(0);
  expect(stderr).toContain("installed with other bytes than team holds");
});

test("what cannot be retained is reported, and the client's exit code stands", async () => {
  await writeFile(join(domain.folder, "package.json"), "{}");
  const script = installs(lib.integrity).replaceAll("1.0.0", "9.9.9");
  const { code, stderr } = await exec([], `${script}; process.exit(4)`);
  expect(code).toBe(4);
  expect(stderr).toContain("1 version could not be retained in team");
});

test("an unknown repository, no client and a wrong --retain are refused before anything runs", async () => {
  expect(await exec(["--repository", "none"], "console.log('ran')")).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("REPOSITORY_NOT_FOUND") as string,
  });
  expect(await domain.run("exec", "--")).toMatchObject({ code: 2 });
  expect(await exec(["--retain", "all"], "console.log('ran')")).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining("--retain") as string,
  });
});

test("a client, and so an install script, cannot read the domain's key or a token that the configuration names", async () => {
  const key = Buffer.alloc(32, 7).toString("base64");
  const secret = { HEADWATER_KEY: key, SERVER_TOKEN: "of the server", MIRROR_TOKEN: "of the mirror" };
  const guarded = await createTestDomain([], "server: { token: env:SERVER_TOKEN }\n");
  try {
    const file = join(guarded.folder, "headwater.yml");
    const configuration = await readFile(file, "utf8");
    await writeFile(file, configuration.replace("public:npmjs: {", "public:npmjs: { token: env:MIRROR_TOKEN,"));
    const script = "console.log(JSON.stringify(Object.entries(process.env)))";
    const args = ["exec", "--retain", "requested", "--", process.execPath, "-e", script];
    const { code, stdout, stderr } = await runIn(guarded.folder, { ...guarded.env, ...secret, KEPT: "kept" }, args);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('["KEPT","kept"]');
    for (const text of [...Object.keys(secret), ...Object.values(secret)]) expect(stdout).not.toContain(text);
  } finally {
    await guarded.close();
  }
});

test("without a folder for temporary files nothing runs, the hint names the variable, and no port stays open", async () => {
  const listening = () => process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length;
  const before = listening();
  const missing = join(domain.folder, "no-such-folder");
  for (const name of ["TMPDIR", "TEMP"]) vi.stubEnv(name, missing);
  const outcome = await exec([], "console.log('ran')").finally(() => vi.unstubAllEnvs());
  expect(outcome).toMatchObject({ code: 2, stdout: "" });
  expect(outcome.stderr).toContain(
    `error CONFIGURATION_INVALID: No temporary folder can be made in ${missing} (ENOENT).`,
  );
  expect(outcome.stderr).toMatch(/hint: Set (?:TMPDIR|TEMP) to a folder/);
  expect(listening()).toBe(before);
});

test("a client that is stopped and then fails by itself answers for the signal, and no retention follows", async () => {
  await domain.json("create-repository", "--repository", "stopped", "--upstreams", "shared");
  domain.registry.clearRequests();
  const up = join(domain.folder, "up");
  const script = `${installs(other.integrity).replaceAll("lib", "other")};
    process.on("SIGTERM", () => process.exit(1)); setInterval(() => {}, 1000); fs.writeFileSync(${JSON.stringify(up)}, "")`;
  const outcome = exec(["--repository", "stopped"], script);
  while (!existsSync(up)) await wait(20);
  process.emit("SIGTERM", "SIGTERM");
  const { code, stderr } = await outcome;
  expect(code, stderr).toBe(143);
  expect(stderr).not.toContain("retained");
  expect(domain.registry.requests).toEqual([]);
  expect(await domain.json("list-packages", "--repository", "stopped")).toEqual({ packages: [] });
});

test("a client that handles Ctrl-C and ends well answers 0", async () => {
  const up = join(domain.folder, "handling");
  const outcome = exec(
    [],
    `process.on("SIGINT", () => process.exit(0)); setInterval(() => {}, 1000); fs.writeFileSync(${JSON.stringify(up)}, "")`,
  );
  while (!existsSync(up)) await wait(20);
  process.emit("SIGINT", "SIGINT");
  const { code, stderr } = await outcome;
  expect(code, stderr).toBe(0);
});

test("Ctrl-C while versions are retained ends at once with 130, and the domain is closed and whole", async () => {
  await domain.json("create-repository", "--repository", "slow", "--upstreams", "shared");
  domain.registry.setLatency(20_000);
  domain.registry.clearRequests();
  const outcome = exec(["--repository", "slow"], installs(other.integrity).replaceAll("lib", "other"));
  while (domain.registry.requests.length === 0) await wait(20);
  process.emit("SIGINT", "SIGINT");
  const { code } = await outcome;
  domain.registry.setLatency(0);
  expect(code).toBe(130);
  expect(await domain.json("list-packages", "--repository", "slow")).toEqual({ packages: [] });
});
