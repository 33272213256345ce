import { chmod, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { allowAnyone } from "@headwater/server";
import { describe, expect, test } from "vitest";
import type { Warning } from "../src/warning.ts";
import { makeProject } from "./project.ts";

const CHAIN = `
domain: acme
owner: "111122223333"
repositories:
  team: { upstreams: [shared] }
  shared: { upstreams: [npm-store] }
  npm-store: { externalConnection: "public:npmjs" }
`;

describe("opening a domain", () => {
  test("E2: without any configuration makes repository main over npm-store, connected to the public npm registry", async () => {
    const { open, folder } = await makeProject();
    const domain = await open();
    expect([domain.name, domain.owner, domain.repository]).toEqual(["local", "000000000000", "main"]);
    expect(await domain.resolver.describeRepository("main")).toMatchObject({
      upstreams: [{ repositoryName: "npm-store" }],
    });
    expect(await domain.resolver.describeRepository("npm-store")).toMatchObject({
      externalConnections: [{ externalConnectionName: "public:npmjs" }],
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test("without any configuration leaves alone what commands made of the default", async () => {
    const { open } = await makeProject();
    const first = await open();
    await first.resolver.updateRepository({ repository: "main", upstreams: [] });
    await first.resolver.deleteRepository("npm-store");
    await first.close();
    const warnings: Warning[] = [];
    const second = await open({ onWarning: (warning) => warnings.push(warning) });
    expect((await second.resolver.listRepositories({})).items.map(({ name }) => name)).toEqual(["main"]);
    expect(warnings).toEqual([]);
  });

  test("makes the declared repositories, each owned by the domain's owner (R4)", async () => {
    const { open } = await makeProject({ "headwater.yml": CHAIN });
    const domain = await open();
    const { items } = await domain.resolver.listRepositories({});
    expect(items).toMatchObject(
      ["npm-store", "shared", "team"].map((name) => ({
        name,
        administratorAccount: "111122223333",
        domainName: "acme",
      })),
    );
  });

  test("gives its store again to the next one, and to two at once", async () => {
    const { open } = await makeProject({ "headwater.yml": CHAIN });
    const first = await open();
    await first.resolver.createRepository({ repository: "handmade" });
    const second = await open();
    expect(await second.resolver.describeRepository("handmade")).toMatchObject({ name: "handmade" });
    await first.close();
    expect(await second.resolver.describeRepository("team")).toMatchObject({ name: "team" });
  });

  test("two that make the same domain at the same instant both get it", async () => {
    const { open } = await makeProject({ "headwater.yml": CHAIN });
    const domains = await Promise.all([open(), open(), open(), open()]);
    for (const domain of domains) {
      expect((await domain.resolver.listRepositories({})).items.map(({ name }) => name)).toEqual([
        "npm-store",
        "shared",
        "team",
      ]);
    }
  });

  test("a difference is applied when the store lies inside the project", async () => {
    const { open, write } = await makeProject({ "headwater.yml": CHAIN });
    await (await open()).close();
    await write(
      "headwater.yml",
      CHAIN.replace("team: { upstreams: [shared] }", "team: { upstreams: [npm-store, shared] }"),
    );
    const domain = await open();
    expect((await domain.resolver.describeRepository("team")).upstreams).toEqual([
      { repositoryName: "npm-store" },
      { repositoryName: "shared" },
    ]);
  });

  test("a difference is a warning when others share the store, but what is missing is made", async () => {
    const shared = `${CHAIN}store: { references: "sqlite:../shared/references.sqlite" }\n`;
    const { open, write } = await makeProject({ "headwater.yml": shared });
    await (await open()).close();
    await write(
      "headwater.yml",
      shared
        .replace("team: { upstreams: [shared] }", "team: { upstreams: [npm-store] }\n  other: { upstreams: [team] }")
        .concat("repository: team\n"),
    );
    const warnings: Warning[] = [];
    const domain = await open({ onWarning: (warning) => warnings.push(warning) });
    expect((await domain.resolver.describeRepository("team")).upstreams).toEqual([{ repositoryName: "shared" }]);
    expect(await domain.resolver.describeRepository("other")).toMatchObject({
      upstreams: [{ repositoryName: "team" }],
    });
    expect(warnings).toEqual([
      {
        code: "REPOSITORIES_DIFFER",
        message: expect.stringContaining("change the upstreams of team from [shared] to [npm-store].") as string,
        hint: expect.stringContaining("headwater apply") as string,
      },
    ]);
  });

  test("with alignRepositories false nothing is made or changed, and nothing is warned of", async () => {
    const { open } = await makeProject({ "headwater.yml": CHAIN });
    const warnings: Warning[] = [];
    const domain = await open({ alignRepositories: false, onWarning: (warning) => warnings.push(warning) });
    expect((await domain.resolver.listRepositories({})).items).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test("a domain that must exist and does not is not made", async () => {
    const { open, folder } = await makeProject({ "headwater.yml": CHAIN });
    await expect(open({ createIfMissing: false })).rejects.toMatchObject({
      code: "DOMAIN_NOT_FOUND",
      details: { domain: "acme" },
    });
    expect(await readdir(folder)).toEqual(["headwater.yml"]);
    await (await open()).close();
    await expect(open({ createIfMissing: false })).resolves.toMatchObject({ name: "acme" });
  });

  test("answers requests for any repository at its path, and for one at the root", async () => {
    const { open } = await makeProject({ "headwater.yml": CHAIN });
    const domain = await open();
    const paths = domain.handler({
      mount: { type: "paths", baseUrl: domain.configuration.server.url },
      authenticate: allowAnyone,
    });
    expect((await paths(new Request("http://127.0.0.1:4873/npm/team/-/ping"))).status).toBe(200);
    const root = domain.handler({
      mount: { type: "repository", baseUrl: "http://127.0.0.1:2/", format: "npm", repository: "team" },
      authenticate: allowAnyone,
    });
    expect((await root(new Request("http://127.0.0.1:2/-/ping"))).status).toBe(200);
    const missing = await paths(new Request("http://127.0.0.1:4873/npm/nowhere/ms"));
    expect([missing.status, ((await missing.json()) as { code: string }).code]).toEqual([404, "REPOSITORY_NOT_FOUND"]);
  });

  test("offline, what the domain lacks is refused with the reason, and nothing is asked", async () => {
    const { open } = await makeProject({ "headwater.yml": `${CHAIN}offline: true\n` });
    const domain = await open();
    const handler = domain.handler({
      mount: { type: "paths", baseUrl: "http://127.0.0.1:4873/" },
      authenticate: allowAnyone,
    });
    const response = await handler(new Request("http://127.0.0.1:4873/npm/team/ms"));
    expect([response.status, await response.json()]).toEqual([
      424,
      expect.objectContaining({ code: "EXTERNAL_REGISTRY_UNREACHABLE" }),
    ]);
  });

  test("closing twice is closing once", async () => {
    const { open } = await makeProject();
    const domain = await open();
    await Promise.all([domain.close(), domain.close()]);
    await expect(domain.resolver.describeDomain()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });
});

describe("secrets of the configuration", () => {
  test("the server's token comes from its variable", async () => {
    const { open, env } = await makeProject({ "headwater.yml": "server: { token: 'env:SERVER_TOKEN' }\n" });
    expect((await open({ env: { ...env, SERVER_TOKEN: "abc" } })).serverToken()).toBe("abc");
    const without = await open();
    expect(() => without.serverToken()).toThrow(
      "The variable SERVER_TOKEN, which holds the server's token, is not set.",
    );
  });

  test("without a token configured there is none", async () => {
    const { open } = await makeProject();
    expect((await open()).serverToken()).toBeUndefined();
  });

  test("a registry's token whose variable is not set is a warning", async () => {
    const { open, env } = await makeProject({
      "headwater.yml": "externalConnections: { 'public:npmjs': { token: 'env:NPM_TOKEN' } }\n",
    });
    const warnings: Warning[] = [];
    await open({ onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toMatchObject([
      { code: "SECRET_MISSING", message: expect.stringContaining("NPM_TOKEN") as string },
    ]);
    await open({ env: { ...env, NPM_TOKEN: "abc" }, onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toHaveLength(1);
  });

  test("certificate authorities that cannot be read are named", async () => {
    const { open } = await makeProject({
      "headwater.yml": "externalConnections: { 'public:npmjs': { ca: gone.pem } }\n",
    });
    await expect(open()).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
      message: expect.stringContaining("gone.pem") as string,
    });
  });
});

describe("the repository of the project", () => {
  test("is sure to exist once required", async () => {
    const { open } = await makeProject({ "headwater.yml": CHAIN });
    const domain = await open();
    expect(await domain.requireRepository()).toBe("team");
    expect(await domain.requireRepository("shared")).toBe("shared");
    for (const name of ["..", "__proto__", "a".repeat(300)])
      await expect(domain.requireRepository(name)).rejects.toMatchObject({ code: "INVALID_NAME" });
  });

  test.each([
    ["HEADWATER_REPOSITORY", ", which HEADWATER_REPOSITORY names."],
    ["file", "headwater.yml names."],
    ["option", 'has no repository "taem".'],
  ])("that does not exist is told with who named it: %s", async (source, text) => {
    const { open, env } = await makeProject({
      "headwater.yml": source === "file" ? `${CHAIN}repository: taem\n` : CHAIN,
    });
    const domain = await open(
      source === "option"
        ? { repository: "taem" }
        : source === "file"
          ? {}
          : { env: { ...env, HEADWATER_REPOSITORY: "taem" } },
    );
    await expect(domain.requireRepository()).rejects.toMatchObject({
      code: "REPOSITORY_NOT_FOUND",
      message: expect.stringContaining(text) as string,
      hint: "Did you mean team? There are: npm-store, shared, team.",
    });
  });
});

describe("a store with a fault", () => {
  test("a lost key is told, and a new one is not made", async () => {
    const { open, home } = await makeProject({ "headwater.yml": CHAIN });
    await (await open()).close();
    const keyFile = join(home, ".config/headwater/keys/acme");
    const key = await readFile(keyFile);
    await writeFile(keyFile, `${Buffer.alloc(32, 7).toString("base64")}\n`);
    await expect(open()).rejects.toMatchObject({ code: "KEY_WRONG" });
    await writeFile(keyFile, key);
    await expect(open()).resolves.toMatchObject({ name: "acme" });
  });

  test("HEADWATER_KEY opens a domain that was made with it, and no other does", async () => {
    const { open, env } = await makeProject({ "headwater.yml": CHAIN });
    const key = Buffer.alloc(32, 9).toString("base64");
    await (await open({ env: { ...env, HEADWATER_KEY: key } })).close();
    await expect(open({ env: { ...env, HEADWATER_KEY: key } })).resolves.toMatchObject({ name: "acme" });
    await expect(
      open({ env: { ...env, HEADWATER_KEY: Buffer.alloc(32, 8).toString("base64") } }),
    ).rejects.toMatchObject({ code: "KEY_WRONG" });
    await expect(open()).rejects.toMatchObject({ code: "KEY_NOT_FOUND" });
  });

  test("HEADWATER_KEY that is set, but empty, is a secret that did not arrive: no key is made in its place", async () => {
    const { open, env, folder, home } = await makeProject({ "headwater.yml": CHAIN });
    const empty = { env: { ...env, CI: "1", HEADWATER_KEY: "" } };
    const refused = { code: "KEY_NOT_FOUND", hint: expect.stringContaining("HEADWATER_KEY") as string };
    await expect(open(empty)).rejects.toMatchObject(refused);
    expect([await readdir(folder), await readdir(home)]).toEqual([["headwater.yml"], []]);
    await (await open()).close();
    await expect(open(empty)).rejects.toMatchObject(refused);
  });

  test("a damaged store is told as such", async () => {
    const { open, folder } = await makeProject({ "headwater.yml": CHAIN });
    await (await open()).close();
    await writeFile(join(folder, ".headwater/references.sqlite"), "this is no database".repeat(1000));
    await expect(open()).rejects.toMatchObject({ code: "STORE_CORRUPT" });
  });

  test("another domain's store is not opened, and how to go on is told with the store's folder", async () => {
    const { open, write, folder } = await makeProject({ "headwater.yml": CHAIN });
    await (await open()).close();
    await write("headwater.yml", CHAIN.replace("domain: acme", "domain: other"));
    await expect(open()).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
      hint: expect.stringContaining(`move ${join(folder, ".headwater")} away`) as string,
    });
  });

  test("a file with a mistake makes no store, so that the corrected one is not refused for it", async () => {
    const { open, write, folder, home } = await makeProject({
      "headwater.yml": CHAIN.replace("[shared]", "[shraed]").replace("domain: acme", "domain: typo\nrepository: team"),
    });
    await expect(open()).rejects.toMatchObject({ code: "CONFIGURATION_INVALID", hint: "Did you mean shared?" });
    expect([await readdir(folder), await readdir(home)]).toEqual([["headwater.yml"], []]);
    await write("headwater.yml", CHAIN);
    await expect(open()).resolves.toMatchObject({ name: "acme" });
  });

  test("a key inside the store's folder is refused", async () => {
    const { open } = await makeProject({ "headwater.yml": `${CHAIN}encryption: { key: "file:.headwater/key" }\n` });
    await expect(open()).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
  });

  test("a file where the store's folder should be is told", async () => {
    const { open } = await makeProject({ "headwater.yml": CHAIN, ".headwater": "" });
    await expect(open()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  test.skipIf(process.getuid?.() === 0)(
    "a store that may not be written is told as such (root may write all)",
    async () => {
      const { open, folder } = await makeProject({ "headwater.yml": CHAIN });
      await chmod(folder, 0o555);
      await expect(open()).rejects.toMatchObject({ code: "STORE_READ_ONLY" });
      await chmod(folder, 0o755);
    },
  );
});
