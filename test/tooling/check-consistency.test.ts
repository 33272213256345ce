import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkDocs } from "../../scripts/check-docs.ts";
import { checkFileLength } from "../../scripts/check-file-length.ts";
import { checkHosts } from "../../scripts/check-hosts.ts";
import { checkTestMirror } from "../../scripts/check-test-mirror.ts";
import { formatFinding } from "../../scripts/workspace/finding.ts";
import { type FixtureWorkspace, createFixtureWorkspace } from "./fixture-workspace.ts";

let fixture: FixtureWorkspace;

beforeEach(() => {
  fixture = createFixtureWorkspace();
});

afterEach(() => fixture.remove());

describe("file length", () => {
  const check = (lines: number): readonly string[] => {
    fixture.write("packages/store/src/a.ts", "// x\n".repeat(lines));
    return checkFileLength(fixture.root).map(formatFinding);
  };

  test("300 lines pass", () => expect(check(300)).toEqual([]));
  test("301 lines are a warning", () =>
    expect(check(301)).toEqual(["packages/store/src/a.ts: warning: 301 lines; over 300 wants a reason"]));
  test("401 lines fail", () =>
    expect(check(401)).toEqual(["packages/store/src/a.ts: 401 lines; split it by what each part knows (limit 400)"]));
});

describe("hosts", () => {
  const hosts = [
    ["registry", "npmjs", "org"],
    ["registry", "npmjs", "com"],
    ["Registry", "Yarnpkg", "com"],
  ];
  const check = (file: string, text: string): readonly string[] => {
    fixture.write(file, text);
    return checkHosts(fixture.root).map(formatFinding);
  };

  test.each(hosts.map((parts) => parts.join(".")))("%s is named nowhere", (host) => {
    expect(check("docs/a.md", `first\nhttps://${host}/x\n`)[0]).toContain(
      "docs/a.md:2: names a public registry's host",
    );
  });

  test.each([
    ["package-lock.json", '  "resolved": "https://mirror.local/a/-/a-1.0.0.tgz",'],
    ["test/clients/npm-12/package-lock.json", '"resolved": "http://user:pw@mirror.local:80/a.tgz"'],
    ["yarn.lock", '  resolved "https://mirror.local/a.tgz#abc"'],
    ["pnpm-lock.yaml", "    resolution: {integrity: sha512-x, tarball: https://mirror.local/a.tgz}"],
  ])("a lockfile entry that is resolved to a host is found in %s", (file, line) => {
    expect(check(file, `\n${line}\n`)).toEqual([
      `${file}:2: a lockfile entry is resolved to the host mirror.local; write it with omit-lockfile-registry-resolved`,
    ]);
  });

  test("a lockfile may name a workspace, and a fixture the placeholder", () => {
    expect(check("package-lock.json", '"resolved": "packages/store",')).toEqual([]);
    expect(check("test/fixtures/a/package-lock.json", '"resolved": "https://npm.example.com/a.tgz"')).toEqual([]);
  });
});

describe("test mirror", () => {
  const rule = "export const a = (x: number) => (x > 1 ? 1 : 2);\n";
  const check = (file: string, text: string): readonly string[] => {
    fixture.write(file, text);
    return checkTestMirror(fixture.root).map(formatFinding);
  };

  test("a file with a branch wants its test", () => {
    expect(check("packages/store/src/keys/a.ts", rule)[0]).toContain("write packages/store/test/keys/a.test.ts");
  });

  test("it has one", () => {
    fixture.write("packages/store/test/keys/a.test.ts", "");
    expect(check("packages/store/src/keys/a.ts", rule)).toEqual([]);
  });

  test.each([
    ["an index", "packages/store/src/index.ts", rule],
    ["a port", "packages/store/src/ports/a.ts", rule],
    ["types", "packages/store/src/a.ts", "export type A = string extends string ? 1 : 2;\n"],
    ["a table", "packages/store/src/a.ts", "export const a = [1, 2] as const;\n"],
    ["wiring without a branch", "packages/store/src/a.ts", "export const a = (b?: () => number) => b ?? (() => 1);\n"],
  ])("%s needs none", (_what, file, text) => {
    expect(check(file, text)).toEqual([]);
  });

  test("a file may say where else it is proven, and that must exist", () => {
    const text = `// Proven in test/conformance/a.test.ts.\n${rule}`;
    expect(check("packages/store/src/a.ts", text)[0]).toContain(
      "proven in test/conformance/a.test.ts, which does not exist",
    );
    fixture.write("test/conformance/a.test.ts", "");
    expect(check("packages/store/src/a.ts", text)).toEqual([]);
  });
});

describe("docs", () => {
  const check = (text: string): readonly string[] => {
    fixture.write("packages/store/src/keys.ts", "");
    fixture.write("docs/concepts/domains.md", "");
    fixture.write("docs/guides/npm.md", text);
    return checkDocs(fixture.root).map(formatFinding);
  };

  test("links and paths that exist pass", () => {
    expect(
      check(
        "[d](../concepts/domains.md#top) `packages/store/src/keys.ts` `store/src/keys.ts` `store/keys.ts` `docs/`\n",
      ),
    ).toEqual([]);
  });

  test("a link that leads nowhere fails", () => {
    expect(check("one\n[d](../concepts/domain.md)\n")).toEqual([
      "docs/guides/npm.md:2: links to ../concepts/domain.md, which does not exist",
    ]);
  });

  test("a named path that does not exist fails", () => {
    expect(check("see `store/src/key.ts`\n")).toEqual([
      "docs/guides/npm.md:1: names store/src/key.ts, which does not exist",
    ]);
  });

  test("the outside, placeholders and code blocks are left alone", () => {
    expect(check("[x](https://example.com/a) [y](#y) `store/<name>` `express/lib` \n```\n`store/x`\n```\n")).toEqual(
      [],
    );
  });
});
