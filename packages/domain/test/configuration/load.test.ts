import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadConfiguration } from "../../src/configuration/load.ts";
import { makeProject } from "../project.ts";

describe("the configuration of a folder", () => {
  test("without a file is the user's own domain with a repository over the public npm registry (E2)", async () => {
    const { folder, home, env } = await makeProject();
    const data = join(home, ".local/share/headwater/domains/local");
    expect(await loadConfiguration({ cwd: folder, env })).toEqual({
      file: undefined,
      folder: join(home, ".local/share/headwater"),
      domain: "local",
      owner: "000000000000",
      store: {
        references: { type: "sqlite", path: join(data, "references.sqlite") },
        assets: { type: "file", path: join(data, "assets") },
        insideProject: false,
      },
      encryption: { key: { type: "file", path: join(home, ".config/headwater/keys/local") } },
      secretVariables: ["HEADWATER_KEY"],
      externalConnections: {},
      repositories: [
        { name: "npm-store", upstreams: [], externalConnection: "public:npmjs" },
        { name: "main", upstreams: ["npm-store"] },
      ],
      repository: "main",
      repositorySource: "default",
      server: { url: "http://127.0.0.1:4873/" },
      retain: "installed",
      offline: false,
      direct: [],
      enabled: true,
    });
  });

  test("with a file has its store beside it and its key outside", async () => {
    const { folder, home, env, write } = await makeProject({
      "headwater.yml": "domain: acme\nrepositories: { team: { upstreams: [store] }, store: {} }\n",
    });
    await write("apps/web/package.json", "{}");
    expect(await loadConfiguration({ cwd: join(folder, "apps/web"), env })).toMatchObject({
      file: join(folder, "headwater.yml"),
      folder,
      domain: "acme",
      store: {
        references: { path: join(folder, ".headwater/references.sqlite") },
        assets: { path: join(folder, ".headwater/assets") },
        insideProject: true,
      },
      encryption: { key: { type: "file", path: join(home, ".config/headwater/keys/acme") } },
      repositories: [
        { name: "team", upstreams: ["store"] },
        { name: "store", upstreams: [] },
      ],
      repository: "team",
      repositorySource: "file",
    });
  });

  test("is that of the nearest file above", async () => {
    const { folder, env, write } = await makeProject({ "headwater.yml": "domain: outer\n" });
    await write("inner/headwater.yml", "domain: inner\n");
    expect((await loadConfiguration({ cwd: join(folder, "inner"), env })).domain).toBe("inner");
  });

  test("resolves paths against the file, and ~ against the home", async () => {
    const { folder, home, env } = await makeProject({
      "config/headwater.yml": [
        "store: { references: 'sqlite:../../shared/acme.sqlite' }",
        "encryption: { key: 'file:~/keys/acme' }",
        "externalConnections: { 'public:npmjs': { url: 'https://npm.example.com', ca: ca.pem, timeout: 5, freshness: 2m } }",
      ].join("\n"),
    });
    expect(await loadConfiguration({ cwd: join(folder, "config"), env })).toMatchObject({
      store: {
        references: { path: join(folder, "../shared/acme.sqlite") },
        assets: { path: join(folder, "../shared/assets") },
        insideProject: false,
      },
      encryption: { key: { type: "file", path: join(home, "keys/acme") } },
      externalConnections: {
        "public:npmjs": {
          url: "https://npm.example.com/",
          ca: join(folder, "config/ca.pem"),
          timeout: 5,
          freshness: 120_000,
        },
      },
    });
  });

  test("is of the file named by option before the one named by HEADWATER_CONFIG before the one found", async () => {
    const { folder, env } = await makeProject({
      "headwater.yml": "domain: found\n",
      "by-variable.yml": "domain: by-variable\n",
      "by-option.yml": "domain: by-option\n",
    });
    const named = { ...env, HEADWATER_CONFIG: "by-variable.yml" };
    expect((await loadConfiguration({ cwd: folder, env: named, configFile: "by-option.yml" })).domain).toBe(
      "by-option",
    );
    expect((await loadConfiguration({ cwd: folder, env: named })).domain).toBe("by-variable");
    expect((await loadConfiguration({ cwd: folder, env })).domain).toBe("found");
  });

  test("a file that is named and not there is said to be so, with who named it", async () => {
    const { folder, env } = await makeProject();
    await expect(
      loadConfiguration({ cwd: folder, env: { ...env, HEADWATER_CONFIG: "gone.yml" } }),
    ).rejects.toMatchObject({
      code: "CONFIGURATION_NOT_FOUND",
      message: `The configuration file ${join(folder, "gone.yml")}, named by HEADWATER_CONFIG, does not exist.`,
    });
  });

  test("a file that is a folder is said to be unreadable", async () => {
    const { folder, env } = await makeProject({ "headwater.yml/x": "" });
    await expect(loadConfiguration({ cwd: folder, env })).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
      message: expect.stringContaining("cannot be read") as string,
    });
  });

  test("faults are told with a path that an editor finds from where the user is", async () => {
    const { folder, env, write } = await makeProject({ "headwater.yml": "domian: acme\n" });
    await write("apps/web/package.json", "{}");
    const text = 'unknown key "domian", did you mean "domain"?';
    await expect(loadConfiguration({ cwd: folder, env })).rejects.toThrow(`headwater.yml:1:1: ${text}`);
    await expect(loadConfiguration({ cwd: join(folder, "apps/web"), env })).rejects.toThrow(
      `${join(folder, "headwater.yml")}:1:1: ${text}`,
    );
  });

  test("a file with several repositories must say which one the project talks to, unless somebody else says it", async () => {
    const { folder, env } = await makeProject({
      "headwater.yml": "domain: acme\nrepositories:\n  red: {}\n  blue: {}\n",
    });
    await expect(loadConfiguration({ cwd: folder, env })).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
      message: "headwater.yml:2:1: the file does not say which repository this project talks to.",
    });
    expect(await loadConfiguration({ cwd: folder, env: { ...env, HEADWATER_REPOSITORY: "blue" } })).toMatchObject({
      repository: "blue",
      repositorySource: "HEADWATER_REPOSITORY",
    });
    expect(
      await loadConfiguration({ cwd: folder, env: { ...env, HEADWATER_REPOSITORY: "blue" }, repository: "red" }),
    ).toMatchObject({ repository: "red", repositorySource: "option" });
  });

  test("a file that names a repository and declares none declares none", async () => {
    const { folder, env } = await makeProject({ "headwater.yml": "repository: team\n" });
    expect(await loadConfiguration({ cwd: folder, env })).toMatchObject({ repository: "team", repositories: [] });
  });

  test("HEADWATER_KEY takes the place of any other key", async () => {
    const { folder, env } = await makeProject({ "headwater.yml": "encryption: { key: 'file:key' }\n" });
    expect((await loadConfiguration({ cwd: folder, env: { ...env, HEADWATER_KEY: "x" } })).encryption.key).toEqual({
      type: "env",
      name: "HEADWATER_KEY",
    });
  });

  test("every variable that holds a secret is known, also one that HEADWATER_KEY takes the place of", async () => {
    const { folder, env } = await makeProject({
      "headwater.yml": [
        "encryption: { key: env:ACME_KEY }",
        "externalConnections: { public:npmjs: { token: env:MIRROR_TOKEN } }",
        "server: { token: env:SERVER_TOKEN }",
      ].join("\n"),
    });
    const { secretVariables } = await loadConfiguration({ cwd: folder, env: { ...env, HEADWATER_KEY: "x" } });
    expect(secretVariables).toEqual(["HEADWATER_KEY", "ACME_KEY", "MIRROR_TOKEN", "SERVER_TOKEN"]);
  });

  test("HEADWATER_ENABLED turns Headwater off, option and file offline", async () => {
    const { folder, env } = await makeProject({ "headwater.yml": "offline: true\n" });
    expect(await loadConfiguration({ cwd: folder, env: { ...env, HEADWATER_ENABLED: "0" } })).toMatchObject({
      enabled: false,
      offline: true,
    });
    expect((await loadConfiguration({ cwd: folder, env, offline: false })).offline).toBe(false);
  });

  test.skipIf(process.getuid?.() === 0)(
    "a file that may not be read is said to be unreadable (root may read all)",
    async () => {
      const { folder, env } = await makeProject({ "headwater.yml": "domain: acme\n" });
      await chmod(join(folder, "headwater.yml"), 0);
      await expect(loadConfiguration({ cwd: folder, env })).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
    },
  );
});
