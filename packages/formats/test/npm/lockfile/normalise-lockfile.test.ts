import { assert, asyncProperty, subarray } from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultRegistry } from "../../../../../test/kit/default-registry.ts";
import {
  lockfileClients,
  lockfileToolOf,
  neutralLockfile,
  pollutedLockfile,
  proxySecret,
  proxyStyles,
  yarnClassicRegistry,
} from "../../../../../test/kit/polluted-lockfile.ts";
import type { LockfileRegistries } from "../../../src/npm/lockfile/inspect-lockfile.ts";
import type { LockfileTool } from "../../../src/npm/lockfile/lockfile-tool.ts";
import { normaliseLockfile } from "../../../src/npm/lockfile/normalise-lockfile.ts";

const npmRegistry = defaultRegistry();
const registriesOf = (tool: LockfileTool): LockfileRegistries => ({
  npmRegistry,
  foreignScopes: [],
  ...(tool === "yarn1" ? { registry: yarnClassicRegistry() } : {}),
});
const normalise = (tool: LockfileTool, text: string, more: Partial<LockfileRegistries> = {}) =>
  normaliseLockfile(tool, text, "the lockfile", { ...registriesOf(tool), ...more });

const styles = Object.entries(proxyStyles).map(([style, { host, url }]) => ({ style, host, url }));

describe.each(lockfileClients)("a lockfile of %s", (client) => {
  const tool = lockfileToolOf(client);

  test.each(styles)("that names $style becomes the very bytes of a direct run, and stays so", async ({ host, url }) => {
    const { text: neutral } = await neutralLockfile(client);
    const polluted = pollutedLockfile(client, neutral, url);
    const { text, repaired, left } = await normalise(tool, polluted);
    expect(repaired.length).toBeGreaterThan(100);
    expect(text).toBe(neutral);
    expect(left).toEqual([]);
    expect(new Set(repaired.map((each) => each.host))).toEqual(new Set([host]));
    const lines = polluted.split("\n");
    const secret = tool === "yarn" ? encodeURIComponent(host) : host;
    for (const { line } of repaired) expect(lines[line - 1]).toContain(secret);
    expect(
      JSON.stringify(repaired.map(({ name, version, line, host: each }) => [name, version, line, each])),
    ).not.toContain(proxySecret);
    expect(await normalise(tool, text)).toEqual({ text, repaired: [], left: [] });
  });

  test("keeps line endings and a byte order mark", async () => {
    const { text: neutral } = await neutralLockfile(client);
    const asWindows = (text: string): string => `\uFEFF${text.replaceAll("\n", "\r\n")}`;
    const polluted = asWindows(pollutedLockfile(client, neutral, styles[0]?.url ?? (() => "")));
    expect((await normalise(tool, polluted)).text).toBe(asWindows(neutral));
  });

  test("keeps every entry of a scope that has a registry of its own", async () => {
    const { text: neutral } = await neutralLockfile(client);
    const polluted = pollutedLockfile(client, neutral, styles[0]?.url ?? (() => ""));
    const { text, repaired } = await normalise(tool, polluted, { foreignScopes: ["@types"] });
    expect(repaired.filter(({ name }) => name.startsWith("@types/"))).toEqual([]);
    expect((await normalise(tool, text)).repaired.every(({ name }) => name.startsWith("@types/"))).toBe(true);
    expect((await normalise(tool, text)).text).toBe(neutral);
  });

  test("of which any entries name a proxy is repaired in those alone", async () => {
    const { text: neutral } = await neutralLockfile(client);
    const polluted = pollutedLockfile(client, neutral, styles[3]?.url ?? (() => "")).split("\n");
    const lines = neutral.split("\n");
    const dirty = [...lines.keys()].filter((line) => lines[line] !== polluted[line]);
    expect(dirty.length).toBeGreaterThan(100);
    await assert(
      asyncProperty(subarray(dirty), async (chosen) => {
        const mixed = lines.map((line, index) => (chosen.includes(index) ? polluted[index] : line)).join("\n");
        const { text, repaired } = await normalise(tool, mixed);
        expect(text).toBe(neutral);
        expect(repaired.map(({ line }) => line - 1)).toEqual(chosen);
      }),
      { numRuns: 8 },
    );
  });
});

const url = "https://npm.acme.example/proxy/a/-/a-1.0.0.tgz";
const neutralUrl = `${npmRegistry}a/-/a-1.0.0.tgz`;

describe("npm", () => {
  test("an entry of lockfile version 2 is repaired in both of its places, one of version 1 where it stands", async () => {
    const inner = { version: "1.0.0", resolved: url, integrity: "sha512-x" };
    const nested = { b: { version: "2.0.0", dependencies: { a: inner } } };
    const lock = (resolved: string, version: 1 | 2): string =>
      `${JSON.stringify({ lockfileVersion: version, ...(version === 2 ? { packages: { "node_modules/b/node_modules/a": inner } } : {}), dependencies: nested }, undefined, "\t")}\n`.replaceAll(
        url,
        resolved,
      );
    for (const [version, places] of [
      [1, 1],
      [2, 2],
    ] as const) {
      const { text, repaired } = await normalise("npm", lock(url, version));
      expect(text).toBe(lock(neutralUrl, version));
      expect(repaired).toHaveLength(places);
    }
  });

  test("an alias is repaired under the package's own name; git, files and tarballs that are asked for by URL stay", async () => {
    const lock = (alias: string): string =>
      JSON.stringify({
        lockfileVersion: 3,
        packages: {
          "": { dependencies: { z: "npm:a@1.0.0", remote: "https://npm.acme.example/remote/-/remote-1.0.0.tgz" } },
          "node_modules/z": { name: "a", version: "1.0.0", resolved: alias },
          "node_modules/git": { version: "1.0.0", resolved: "git+ssh://git@host.example/a/git.git#abc" },
          "node_modules/file": { version: "1.0.0", resolved: "file:../file-1.0.0.tgz" },
          "node_modules/other": { version: "1.0.0", resolved: "https://host.example/downloads/other-1.0.0.tgz" },
          "node_modules/remote": { version: "1.0.0", resolved: "https://npm.acme.example/remote/-/remote-1.0.0.tgz" },
        },
      });
    const { text, repaired, left } = await normalise("npm", lock(url));
    expect(text).toBe(lock(neutralUrl));
    expect(repaired.map(({ name }) => name)).toEqual(["a"]);
    expect(left).toEqual([]);
  });

  test("a URL at the default registry is left alone, unless it holds credentials", async () => {
    const lock = (resolved: string): string =>
      JSON.stringify({ lockfileVersion: 3, packages: { "node_modules/a": { version: "1.0.0", resolved } } });
    const old = neutralUrl.replace("https:", "http:");
    expect((await normalise("npm", lock(old))).text).toBe(lock(old));
    expect((await normalise("npm", lock(neutralUrl.replace("https://", "https://me:secret@")))).text).toBe(
      lock(neutralUrl),
    );
  });
});

describe("pnpm", () => {
  const lock = (resolution: string, key = "a@1.0.0"): string =>
    `lockfileVersion: '9.0'\n\npackages:\n\n  ${key}:\n    resolution: ${resolution}\n    deprecated: 'tarball: https://x.example/a/-/a-1.0.0.tgz'\n\nsnapshots:\n\n  ${key}: {}\n`;

  test.each([
    [`{integrity: sha512-x, tarball: ${url}}`, "{integrity: sha512-x}"],
    [`{tarball: '${url}', integrity: sha512-x}`, "{integrity: sha512-x}"],
    [
      `\n      {\n        integrity: sha512-x,\n        tarball: ${url},\n      }`,
      "\n      {\n        integrity: sha512-x,\n      }",
    ],
    [`\n      integrity: sha512-x\n      tarball: ${url}`, "\n      integrity: sha512-x"],
    [`\n      tarball:\n        ${url}\n      integrity: sha512-x`, "\n      integrity: sha512-x"],
  ])("the URL is taken out of %j", async (polluted, neutral) => {
    for (const key of ["a@1.0.0", "/a@1.0.0", "'a@1.0.0'"])
      expect((await normalise("pnpm", lock(polluted, key))).text).toBe(lock(neutral, key));
  });

  test("an entry without integrity is told and left as it is, because nothing would be left of it", async () => {
    const text = lock(`{tarball: ${url}}`);
    expect(await normalise("pnpm", text)).toMatchObject({
      text,
      repaired: [],
      left: [
        { name: "a", version: "1.0.0", line: 6, host: "npm.acme.example", obstacle: "its entry has no integrity" },
      ],
    });
  });

  test("a URL at the default registry is written when pnpm is told to list tarballs, and is none of its own otherwise", async () => {
    const text = (first: string): string => lock(`{integrity: sha512-x${first}}`);
    const listed = text(`, tarball: ${neutralUrl}`);
    for (const polluted of [text(`, tarball: ${url}`), listed]) {
      expect((await normalise("pnpm", polluted)).text).toBe(text(""));
      expect((await normalise("pnpm", polluted, { listsTarballs: true })).text).toBe(listed);
    }
  });

  test("tarballs that are asked for by URL and git repositories stay", async () => {
    const text = lock(`{integrity: sha512-x, tarball: ${url}}`, `a@${url}`);
    expect((await normalise("pnpm", text)).text).toBe(text);
    const git = lock("{type: git, repo: https://host.example/a.git, commit: abc}");
    expect((await normalise("pnpm", git)).text).toBe(git);
  });
});

describe("Yarn", () => {
  const lock = (resolution: string): string =>
    `__metadata:\n  version: 8\n\n"a@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "${resolution}"\n`;
  const archive = encodeURIComponent(url);

  test("the binding is taken out of a patched package's locator too, and other bindings stay", async () => {
    const patch = (binding: string): string =>
      lock(`a@patch:a@npm%3A1.0.0${binding}#optional!builtin<compat/a>::version=1.0.0&hash=df0bf1`);
    const bound = `%3A%3A__archiveUrl=${archive.replaceAll("%", "%25")}`;
    expect((await normalise("yarn", patch(bound))).text).toBe(patch(""));
    expect((await normalise("yarn", lock(`a@npm:1.0.0::__archiveUrl=${archive}&x=1`))).text).toBe(
      lock("a@npm:1.0.0::x=1"),
    );
    expect((await normalise("yarn", lock(`a@npm:1.0.0::x=1&__archiveUrl=${archive}`))).text).toBe(
      lock("a@npm:1.0.0::x=1"),
    );
  });

  test("a binding to the default registry's own usual place is none that Yarn writes by itself", async () => {
    const text = lock(`a@npm:1.0.0::__archiveUrl=${encodeURIComponent(neutralUrl)}`);
    expect((await normalise("yarn", text)).text).toBe(lock("a@npm:1.0.0"));
  });

  test("an archive at an unusual place stays", async () => {
    const text = lock(`a@npm:1.0.0::__archiveUrl=${encodeURIComponent("https://host.example/a-1.0.0.tgz")}`);
    expect((await normalise("yarn", text)).text).toBe(text);
  });
});

describe("Yarn 1", () => {
  const lock = (...urls: readonly string[]): string =>
    `# yarn lockfile v1\n\n\n${urls.map((each, index) => `"a@^${index}", "a@~${index}":\n  version "1.0.0"\n  resolved "${each}#abc"\n  integrity sha512-x\n`).join("\n")}`;

  test("takes npm's default registry for its own", async () => {
    expect((await normalise("yarn1", lock(neutralUrl))).repaired).toEqual([]);
  });

  test("with a default registry that nobody tells, the lockfile's other entries show it", async () => {
    const other = "https://npm.example.com/a/-/a-1.0.0.tgz";
    const registries = { npmRegistry, foreignScopes: [] };
    const { text } = await normaliseLockfile("yarn1", lock(other, url), "yarn.lock", registries);
    expect(text).toBe(lock(other, other));
    expect(await normaliseLockfile("yarn1", lock(url), "yarn.lock", registries)).toMatchObject({
      text: lock(url),
      left: [{ line: 6, obstacle: expect.stringContaining("--registry") as string }],
    });
  });

  test("the registry of a scope that has its own is not taken for Yarn's", async () => {
    const text = lock("https://npm.example.com/a/-/a-1.0.0.tgz", url)
      .replaceAll("@^", "@^1")
      .concat('\n"@own/b@1":\n  version "1.0.0"\n  resolved "https://own.example/@own/b/-/b-1.0.0.tgz#abc"\n');
    const registries = { npmRegistry, foreignScopes: ["@own"] };
    expect((await normaliseLockfile("yarn1", text, "yarn.lock", registries)).repaired.map(({ name }) => name)).toEqual([
      "a",
    ]);
  });

  test("a tarball that is asked for by URL stays", async () => {
    const text = `# yarn lockfile v1\n\n\n"a@${url}":\n  version "1.0.0"\n  resolved "${url}#abc"\n`;
    expect(await normalise("yarn1", text)).toEqual({ text, repaired: [], left: [] });
  });
});

test("a lockfile that cannot be read, or holds a merge, is refused with its line", async () => {
  await expect(normalise("npm", '{ "packages": {\n<<<<<<< ours\n')).rejects.toMatchObject({
    code: "CONFIGURATION_INVALID",
    message: expect.stringContaining("the lockfile:2: ") as string,
  });
  await expect(normalise("bun", "{")).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
});
