import { spawn } from "node:child_process";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { clientEnvironment } from "../kit/run-client.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { hasTerminal, runInTerminal } from "../kit/terminal.ts";

const headwaterBin = fileURLToPath(new URL("../../packages/cli/bin/headwater.js", import.meta.url));

let registry: RecordedRegistry;
let project: HeadwaterProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: ["1.0.0", "1.1.0"].map((version) => buildPackage({ name: "lib", version })),
  });
  project = await createHeadwaterProject({ registry: registry.url });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});
beforeEach(async () => {
  for (const name of ["node_modules", "package-lock.json"])
    await rm(join(project.folder, name), { recursive: true, force: true });
  await writeFile(
    join(project.folder, "package.json"),
    '{"name":"app","version":"1.0.0","dependencies":{"lib":"1.0.0"}}\n',
  );
});

/** Runs a script of Node's as the client. */
const node = (script: string, env: Readonly<Record<string, string>> = {}) =>
  project.headwater(["exec", "--", "node", "-e", script], { env });

describe("the client's process", () => {
  test("its exit code is the exit code", async () => {
    expect((await node("process.exit(7)")).code).toBe(7);
    expect((await node("0")).code).toBe(0);
  });

  test("a signal that ended it becomes 128 and the signal's number", async () => {
    expect((await node("process.kill(process.pid, 'SIGTERM')")).code).toBe(143);
  });

  test("a client that is not there is CLIENT_NOT_FOUND, 127 as in a shell", async () => {
    const { code, stderr } = await project.headwater(["exec", "--", "no-such-client"]);
    expect(code).toBe(127);
    expect(stderr).toContain('CLIENT_NOT_FOUND: The client "no-such-client" is not on the PATH');
  });

  test("its standard output is its own, byte for byte", async () => {
    expect((await node("process.stdout.write('a\\tb')")).stdout).toBe("a\tb");
  });

  test.each([
    ["fails", 5, 130],
    ["ends well", 0, 0],
  ])(
    "SIGINT is passed on; when the client then %s (exit code %i) the answer is %i, and the files of the run are gone",
    async (_, own, answer) => {
      const script = `process.on('SIGINT', () => { console.log('caught'); process.exit(${own}) }); setInterval(() => {}, 1000); console.log(process.env.npm_config_userconfig)`;
      const child = spawn(process.execPath, [headwaterBin, "exec", "--", "node", "-e", script], {
        cwd: project.folder,
        env: clientEnvironment({ client: "npm-12", home: project.home }),
        stdio: ["ignore", "pipe", "inherit"],
      });
      const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
      let printed = "";
      const userconfig = await new Promise<string>((resolve) =>
        child.stdout.on("data", (text: Buffer) => {
          printed += text.toString();
          if (printed.includes("\n")) resolve(printed.split("\n")[0] ?? "");
        }),
      );
      expect(await readFile(userconfig, "utf8")).toContain(":_authToken=");
      child.kill("SIGINT");
      expect(await ended).toBe(answer);
      expect(printed).toBe(`${userconfig}\ncaught\n`);
      await expect(readFile(userconfig, "utf8")).rejects.toThrow("ENOENT");
    },
  );
});

test.skipIf(!hasTerminal())(
  "at a terminal the client has the terminal, and Ctrl-C there ends both with 130",
  async () => {
    const script =
      "console.log(`terminal: ${[0, 1, 2].map((fd) => require('tty').isatty(fd))}`); setInterval(() => {}, 1000)";
    const { code, screen } = await runInTerminal({
      command: [process.execPath, headwaterBin, "exec", "--", "node", "-e", script],
      cwd: project.folder,
      env: clientEnvironment({ client: "npm-12", home: project.home }),
      steps: [{ when: "terminal: true,true,true", type: "\u0003" }],
    });
    expect(screen).toContain("terminal: true,true,true");
    expect(code).toBe(130);
  },
);

test("of two runs at once each has a port of its own; the second's answers may not be kept; each reads its own input", async () => {
  // A name of its own has a port of its own, which no other test takes away.
  await project.json(["create-repository", "--repository", "parallel", "--upstreams", "npm-store"]);
  const ask = `const { npm_config_registry: url, BUN_CONFIG_TOKEN: token } = process.env;
    fetch(url + "lib", { headers: { authorization: "Bearer " + token } })
      .then((answer) => console.log(JSON.stringify([url, answer.status, answer.headers.get("cache-control")])))
      .then(() => process.stdin.pipe(process.stdout));`;
  const args = ["exec", "--repository", "parallel", "--", "node", "-e", ask];
  const first = spawn(process.execPath, [headwaterBin, ...args], {
    cwd: project.folder,
    env: { ...clientEnvironment({ client: "npm-12", home: project.home }), HEADWATER_CONFIG: project.configFile },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => first.on("close", resolve));
  let printed = "";
  await new Promise<void>((resolve) =>
    first.stdout.on("data", (text: Buffer) => {
      printed += text.toString();
      if (printed.includes("\n")) resolve();
    }),
  );
  const second = await project.headwater(args);
  first.stdin.end("typed");
  expect(await ended).toBe(0);
  expect(second.code, second.stderr).toBe(0);
  const [line = "", input] = printed.split("\n");
  expect(input).toBe("typed");
  const answers = [line, second.stdout].map((text) => JSON.parse(text) as [string, number, string]);
  expect(answers.map(([, ...rest]) => rest)).toEqual([
    [200, "no-cache"],
    [200, "no-store"],
  ]);
  expect(answers[0]?.[0]).not.toBe(answers[1]?.[0]);
});

describe("what the client is given", () => {
  test("an unknown program gets the endpoint under every client's name, and a token in no argument", async () => {
    const { stdout } = await node("console.log(JSON.stringify([process.env, process.argv, process.execArgv]))");
    const [env, argv, execArgv] = JSON.parse(stdout) as [Record<string, string>, string[], string[]];
    const { npm_config_registry: url = "", BUN_CONFIG_TOKEN: token = "" } = env;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect([env["PNPM_CONFIG_REGISTRY"], env["BUN_CONFIG_REGISTRY"], `${env["YARN_NPM_REGISTRY_SERVER"]}/`]).toEqual([
      url,
      url,
      url,
    ]);
    expect(token).toHaveLength(43);
    expect([...argv, ...execArgv].join(" ")).not.toContain(token);
  });

  test("an exec within an exec has an endpoint of its own, for the same repository too", async () => {
    const inner = `${JSON.stringify(process.execPath)} ${JSON.stringify(headwaterBin)} exec -- node -p process.env.npm_config_registry`;
    const { code, stdout, stderr } = await node(
      `console.log(process.env.npm_config_registry); console.log(require('child_process').execSync(${JSON.stringify(inner)}).toString())`,
    );
    expect(code, stderr).toBe(0);
    const [outer, nested] = stdout.split(/\n+/);
    expect(nested).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(nested).not.toBe(outer);
  });

  test("with HEADWATER_ENABLED=0 the client runs as if we were not here", async () => {
    const { code, stdout } = await node("console.log(process.env.npm_config_registry)", { HEADWATER_ENABLED: "0" });
    expect(code).toBe(0);
    expect(stdout.trim()).toBe("undefined");
  });

  test("npm config set still reaches the user's own npmrc", async () => {
    const { code, stderr } = await project.exec("npm-12", ["config", "set", "fund=false", "--location=user"]);
    expect(code, stderr).toBe(0);
    const npmrc = await readFile(join(project.home, ".npmrc"), "utf8");
    expect(npmrc).toContain("fund=false");
    expect(npmrc).not.toContain("_authToken");
  });
});

describe("a version that the repository refuses", () => {
  const setStatus = async (targetStatus: "Archived" | "Published"): Promise<void> => {
    const domain = await project.open();
    for (const repository of ["team", "npm-store"]) {
      await domain.resolver.updatePackageVersionsStatus({
        repository,
        package: { format: "npm", name: "lib" },
        versions: ["1.0.0"],
        targetStatus,
      });
    }
    await domain.close();
  };

  test("stops an install whose lockfile names it before the client runs, and is named with its reason (S5)", async () => {
    expect((await project.exec("npm-12", ["install"])).code).toBe(0);
    await setStatus("Archived");
    await rm(join(project.folder, "node_modules"), { recursive: true });
    const { code, stdout, stderr } = await project.exec("npm-12", ["ci"]);
    await setStatus("Published");
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain("The lockfile names versions that the repository team refuses");
    expect(stderr).toContain("lib@1.0.0");
    expect(await readdir(project.folder)).not.toContain("node_modules");
  });

  test("can be got away from: a command that chooses another version runs", async () => {
    expect((await project.exec("npm-12", ["install"])).code).toBe(0);
    await setStatus("Archived");
    const { code, stderr } = await project.exec("npm-12", ["install", "lib@1.1.0"]);
    await setStatus("Published");
    expect(code, stderr).toBe(0);
    expect(await project.held("team")).toContain("lib@1.1.0");
  });

  test("fails a run that left it installed, after the client was done (S5)", async () => {
    expect((await project.exec("npm-12", ["install"])).code).toBe(0);
    await setStatus("Archived");
    const { code, stderr } = await node("0");
    await setStatus("Published");
    expect(code).toBe(1);
    expect(stderr).toContain("What was installed holds versions that the repository team refuses");
  });
});

test("a lockfile with conflict markers is reported with its line, and left to the client to mend", async () => {
  expect((await project.exec("npm-12", ["install"])).code).toBe(0);
  const lockfile = join(project.folder, "package-lock.json");
  const text = await readFile(lockfile, "utf8");
  const side = text.slice(text.indexOf("\n") + 1);
  await writeFile(lockfile, `{\n<<<<<<< HEAD\n${side.slice(0, -2)}=======\n${side.slice(0, -2)}>>>>>>> other\n}\n`);
  const { code, stderr } = await project.exec("npm-12", ["install"]);
  expect(stderr).toContain("package-lock.json:2: the lockfile holds the conflict markers of a merge");
  expect(code, stderr).toBe(0);
  expect(await readFile(lockfile, "utf8")).toBe(text);
});
