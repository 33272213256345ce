import { mkdir, readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { openDomain } from "@headwater/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { heldVersions } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { hasTerminal, runInTerminal, type Step } from "../kit/terminal.ts";
import { createYarnProject, lockedVersions, manifest, pluginBundle, type YarnProject } from "../kit/yarn-project.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** A user who is logged in at the registry that Yarn asks by itself. */
const loggedIn = { YARN_NPM_AUTH_TOKEN: "of-the-public-registry" };

let registry: RecordedRegistry;

beforeAll(async () => {
  registry = await startRecordedRegistry();
});
afterAll(() => registry.close());

describe.each(["pnp", "node-modules"])("in a monorepo with nodeLinker %s", (nodeLinker) => {
  let project: YarnProject;
  const yarn = (...args: readonly string[]) => project.yarnSucceeds(args);
  const locked = () => lockedVersions(project.folder);

  beforeAll(async () => {
    project = await createYarnProject({
      registry: registry.url,
      files: {
        "package.json": manifest({ workspaces: ["packages/*"] }),
        "packages/a/package.json": manifest({
          name: "@mono/a",
          dependencies: { "is-number": "^7.0.0", "is-odd": "^1.0.0" },
        }),
        "packages/b/package.json": manifest({
          name: "@mono/b",
          dependencies: { "@mono/a": "workspace:^", "is-number": ">=6" },
        }),
        ".yarnrc.yml": `nodeLinker: ${nodeLinker}\n`,
      },
    });
  });
  afterAll(() => project.close());

  test("install retains what it installed", async () => {
    await yarn("install");
    expect(await locked()).toContain("is-odd@1.0.0");
    expect(await project.held("team")).toEqual(await locked());
  });

  test("add retains what was added", async () => {
    await yarn("add", "minimist@1.2.5");
    expect(await project.held("team")).toContain("minimist@1.2.5");
  });

  test("up moves to the newest version that the domain lists, and retains it", async () => {
    await yarn("up", "is-odd", "minimist");
    expect(await locked()).toEqual(expect.arrayContaining(["is-odd@3.0.1", "minimist@1.2.8"]));
    expect(await project.held("team")).toEqual(expect.arrayContaining(["is-odd@3.0.1", "minimist@1.2.8"]));
  });

  test("why tells who needs a package", async () => {
    expect(await yarn("why", "is-number")).toContain("is-odd@npm:3.0.1\n");
  });

  test("dedupe makes one version of two", async () => {
    const lockfile = () => readFile(join(project.folder, "yarn.lock"), "utf8");
    await yarn("set", "resolution", "is-number@npm:>=6", "npm:6.0.0");
    expect((await project.yarn(["dedupe", "--check"])).code).toBe(1);
    expect(await lockfile()).toContain('"is-number@npm:^7.0.0":');
    await yarn("dedupe");
    expect((await project.yarn(["dedupe", "--check"])).code).toBe(0);
    expect(await lockfile()).toContain('"is-number@npm:>=6, is-number@npm:^7.0.0":');
  });

  test("workspaces focus installs what one workspace needs", async () => {
    const printed = await yarn("workspaces", "focus", "@mono/b");
    expect(printed).toContain("Done");
    const used = 'console.log(require("is-number")(1), require("@mono/a/package.json").name)';
    expect(await project.yarnSucceeds(["node", "-e", used], { cwd: join(project.folder, "packages", "b") })).toBe(
      "true @mono/a\n",
    );
  });

  test("dlx in the project installs through the project's domain", async () => {
    expect(await yarn("dlx", "-q", "rimraf@3", "--help")).toContain("Usage: rimraf");
    expect(await project.held("team")).toContain("rimraf@3.0.2");
    expect(await locked()).not.toContain("rimraf@3.0.2");
  });
});

test("dlx outside any project installs through the user's own domain", async () => {
  const user = await createYarnProject({ configuration: null, withPlugin: false });
  try {
    const cwd = join(user.root, "elsewhere");
    await mkdir(cwd);
    const env = { YARN_PLUGINS: pluginBundle, YARN_NPM_REGISTRY_SERVER: registry.url };
    const printed = await user.yarnSucceeds(["dlx", "-q", "rimraf@3", "--help"], { cwd, env });
    expect(printed).toContain("Usage: rimraf");
    const { name, resolver, close } = await openDomain({ cwd, env: user.environment });
    const held = await heldVersions(resolver, "main");
    await close();
    expect(name).toBe("local");
    expect(held).toContain("rimraf@3.0.2");
  } finally {
    await user.close();
  }
});

describe("commands that ask the registry", () => {
  let project: YarnProject;

  beforeAll(async () => {
    const files = { "package.json": manifest({ private: false, dependencies: { minimist: "1.2.5" } }) };
    project = await createYarnProject({ registry: registry.url, files });
    await project.yarnSucceeds(["install"]);
  });
  afterAll(() => project.close());
  beforeEach(() => registry.clearRequests());

  /** What was asked of the registry outside that is no reading. */
  const written = () => registry.requests.filter(({ method }) => !["GET", "HEAD"].includes(method));

  test("npm info shows a package as the domain has it", async () => {
    const shown = await project.yarnSucceeds([
      "npm",
      "info",
      "express",
      "--json",
      "--fields",
      "name,version,dist-tags",
    ]);
    expect(JSON.parse(shown)).toEqual({
      name: "express",
      version: "5.3.0",
      "dist-tags": registry.packument("express")?.["dist-tags"],
    });
    const unknown = await project.yarn(["npm", "info", "no-such-package"]);
    expect(unknown.code).toBe(1);
    expect(unknown.stdout).toContain('PACKAGE_NOT_FOUND: no-such-package was not found in the repository "team"');
  });

  test("npm tag list shows the dist-tags", async () => {
    const { latest } = registry.packument("express")?.["dist-tags"] ?? {};
    expect(await project.yarnSucceeds(["npm", "tag", "list", "express"])).toContain(`express@latest → ${latest}`);
  });

  test("npm audit shows what the public registry knows, and fails when it cannot be asked", async () => {
    const audit = () => project.yarn(["npm", "audit"]);
    const found = await audit();
    expect(found.code).toBe(1);
    expect(found.stdout).toContain("Prototype Pollution in minimist");
    expect(registry.requestsFor("advisories-bulk")).toHaveLength(1);
    registry.setDown(true);
    const asked = await audit();
    registry.setDown(false);
    expect(asked.code).toBe(1);
    // Yarn does not catch it, with the plugin or without.
    expect(asked.stderr).toContain("EXTERNAL_REGISTRY_UNREACHABLE: public:npmjs");
    expect(asked.stderr.split("\n").filter((line) => line.length > 500)).toEqual([]);
    expect(asked.stdout).toBe("");
  });

  test("npm whoami names the user that Yarn runs as; who has no token is told so by Yarn itself", async () => {
    expect(await project.yarnSucceeds(["npm", "whoami"], { env: loggedIn })).toContain(userInfo().username);
    const { code, stdout } = await project.yarn(["npm", "whoami"]);
    expect(code).toBe(1);
    expect(stdout).toContain("No authentication configured");
    expect(registry.requests).toEqual([]);
  });

  describe("what writes", () => {
    const shown = async (name: string, field: string): Promise<unknown> => {
      const said = await project.yarnSucceeds(["npm", "info", name, "-f", field, "--json"], { env: loggedIn });
      return (JSON.parse(said) as Record<string, unknown>)[field];
    };
    const before: Record<string, string> = {};
    beforeAll(async () => {
      for (const name of ["package.json", ".yarnrc.yml", "yarn.lock"])
        before[name] = await readFile(join(project.folder, name), "utf8");
    });
    afterAll(async () => {
      await project.write(before);
      await project.yarnSucceeds(["install"]);
    });
    beforeEach(async () => {
      await project.write({
        "package.json": manifest({ name: "@mono/tool", private: false, files: ["index.js"] }),
        "index.js": "module.exports = 'tool';\n",
        "README.md": "# Tool\n",
      });
      await project.yarnSucceeds(["install"]);
    });

    test("npm publish puts a package into the repository, in process, and Yarn installs it (B12)", async () => {
      expect(await project.yarnSucceeds(["npm", "publish"], { env: loggedIn })).toContain("Package archive published");
      expect(await project.held("team")).toContain("@mono/tool@1.0.0");
      expect(await shown("@mono/tool", "dist-tags")).toEqual({ latest: "1.0.0" });
      await project.write({
        "package.json": manifest({ dependencies: { "@mono/tool": "^1.0.0" } }),
        ".yarnrc.yml": `${await readFile(join(project.folder, ".yarnrc.yml"), "utf8")}npmMinimalAgeGate: 0\n`,
      });
      await project.yarnSucceeds(["install"]);
      expect(await lockedVersions(project.folder)).toContain("@mono/tool@1.0.0");
      expect(registry.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    });

    test("npm publish of a version that is there with other bytes is refused with the reason (B1)", async () => {
      await project.yarnSucceeds(["npm", "publish"], { env: loggedIn });
      await project.write({ "index.js": "module.exports = 'another';\n" });
      const { code, stdout } = await project.yarn(["npm", "publish"], { env: loggedIn });
      expect([code, stdout]).toEqual([
        1,
        expect.stringContaining(
          'ALREADY_EXISTS: @mono/tool@1.0.0 is in the repository "team" already, with other bytes.',
        ),
      ]);
      const tolerant = await project.yarnSucceeds(["npm", "publish", "--tolerate-republish"], { env: loggedIn });
      expect(tolerant).toContain("already knows about version 1.0.0");
    });

    test("npm tag add and remove change the repository's own tags (T5)", async () => {
      await project.yarnSucceeds(["npm", "publish"], { env: loggedIn });
      await project.yarnSucceeds(["npm", "tag", "add", "@mono/tool@1.0.0", "mine"], { env: loggedIn });
      expect(await shown("@mono/tool", "dist-tags")).toEqual({ latest: "1.0.0", mine: "1.0.0" });
      await project.yarnSucceeds(["npm", "tag", "remove", "@mono/tool", "mine"], { env: loggedIn });
      expect(await shown("@mono/tool", "dist-tags")).toEqual({ latest: "1.0.0" });
    });

    test("a version of a public package is not published, nor is a tag of upstream changed (B5, T5)", async () => {
      await project.write({ "package.json": manifest({ name: "ajv", version: "8.20.0", private: false, files: [] }) });
      await project.yarnSucceeds(["install"]);
      const published = await project.yarn(["npm", "publish"], { env: loggedIn });
      expect([published.code, published.stdout]).toEqual([1, expect.stringContaining("ALREADY_EXISTS: ajv@8.20.0")]);
      const tagged = await project.yarn(["npm", "tag", "remove", "express", "next"], { env: loggedIn });
      expect([tagged.code, tagged.stdout]).toEqual([1, expect.stringContaining("PACKAGE_NOT_FOUND")]);
      expect(written()).toEqual([]);
    });
  });

  test("npm logout is Yarn's own, and works", async () => {
    expect(await project.yarnSucceeds(["npm", "logout"])).toContain("Successfully logged out");
  });

  describe.skipIf(!hasTerminal())("in a terminal (skipped where this system cannot make one)", () => {
    const type = (args: readonly string[], steps: readonly Step[]) =>
      runInTerminal({ command: ["yarn", ...args], cwd: project.folder, env: project.environment, steps });
    const wanted = async () =>
      (JSON.parse(await readFile(join(project.folder, "package.json"), "utf8")) as { dependencies: object })
        .dependencies;

    test("npm login is refused clearly, and the password goes nowhere", async () => {
      const settings = await readFile(join(project.home, ".yarnrc.yml"), "utf8");
      const { code, screen } = await type(
        ["npm", "login"],
        [
          { when: "Username", type: "me\r" },
          { when: "Password", type: "secret\r" },
        ],
      );
      expect(code).toBe(1);
      expect(screen).toContain("is not supported here: logging in and managing accounts.");
      expect(registry.requests).toEqual([]);
      expect(await readFile(join(project.home, ".yarnrc.yml"), "utf8")).toBe(settings);
    });

    test("up -i offers what the domain lists, installs and retains what was chosen", async () => {
      const { code, screen } = await type(
        ["up", "-i", "minimist"],
        [{ when: "resolved from latest", type: "\u001b[B\r" }],
      );
      expect(code, screen).toBe(0);
      expect(await wanted()).toEqual({ minimist: "^1.2.8" });
      expect(await project.held("team")).toContain("minimist@1.2.8");
    });

    test("upgrade-interactive does the same for all that there is", async () => {
      await project.yarnSucceeds(["add", "is-odd@^1.0.0"]);
      const { code, screen } = await type(
        ["upgrade-interactive"],
        [
          { when: "^3.0.1", type: "l" },
          { when: "^3.0.1", type: "\r" },
        ],
      );
      expect(code, screen).toBe(0);
      expect(await wanted()).toEqual({ "is-odd": "^3.0.1", minimist: "^1.2.8" });
      expect(await project.held("team")).toContain("is-odd@3.0.1");
    });
  });
});
