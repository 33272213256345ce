import { describe, expect, test } from "vitest";
import { compareSpecificity, contains, matchPattern, matchedPath } from "../../src/package-group/match-pattern.ts";
import { parsePackageGroupPattern } from "../../src/package-group/pattern.ts";

const npm = (name: string, namespace?: string) =>
  namespace === undefined ? ({ format: "npm", name } as const) : ({ format: "npm", namespace, name } as const);
const match = (pattern: string, name: string, namespace?: string) =>
  matchPattern(parsePackageGroupPattern(pattern), matchedPath(npm(name, namespace)));

describe("a package's path", () => {
  test("PG1: is format, namespace and name; an absent namespace is empty", () => {
    expect([matchedPath(npm("react")).path, matchedPath(npm("ui", "acme")).path]).toEqual([
      "/npm//react",
      "/npm/acme/ui",
    ]);
  });
});

describe("matching as written", () => {
  test.each(["foo", "foo-bar", "foo.bar", "foo_1", "foo-"])(
    "PG5: /npm/space/foo~ matches %s: a word ends there",
    (name) => {
      expect(match("/npm/space/foo~", name, "space")).toBe("STRONG");
    },
  );

  test.each(["food", "foo1", "fooé", "fooBar", "foo\u0301", "fo", "afoo"])(
    "PG5: /npm/space/foo~ does not match %s: the word goes on, and a capital letter begins no new one",
    (name) => {
      expect(match("/npm/space/foo~", name, "space")).toBeUndefined();
    },
  );

  test("PG2: $ matches one package, * everything below, ~ at a namespace whole namespaces", () => {
    expect(match("/npm//react$", "react")).toBe("STRONG");
    expect([match("/npm//react$", "react-dom"), match("/npm//react$", "react", "types")]).toEqual([
      undefined,
      undefined,
    ]);
    expect([match("/*", "react"), match("/npm/*", "ui", "acme"), match("/npm/acme/*", "ui", "acme")]).toEqual(
      Array.from({ length: 3 }, () => "STRONG"),
    );
    expect([match("/npm/acme/*", "ui"), match("/npm//*", "ui", "acme"), match("/nuget/*", "ui")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([match("/npm/acme~", "ui", "acme"), match("/npm/acme~", "ui", "acme-labs")]).toEqual(["STRONG", "STRONG"]);
    expect(match("/npm/acme~", "ui", "acmelabs")).toBeUndefined();
    expect([match("/npm//acme-*", "acme-ui"), match("/npm//acme-*", "acme")]).toEqual(["STRONG", undefined]);
  });
});

describe("matching as a look-alike", () => {
  test.each(["foo.bar", "foo..bar", "foo_bar", "Foo-Bar", "f00-bar", "fоо-bar"])(
    "PG10: %s is a look-alike of /npm//foo-bar$, and the name itself is none",
    (name) => {
      expect(match("/npm//foo-bar$", name)).toBe("WEAK");
      expect(match("/npm//foo-bar$", "foo-bar")).toBe("STRONG");
    },
  );

  test.each(["foobar", "foo-bars", "foo", "foo-baz"])("PG10: %s is none", (name) => {
    expect(match("/npm//foo-bar$", name)).toBeUndefined();
  });

  test("PG10: scopes have look-alikes too, formats have none, and a word still ends where it ends", () => {
    expect(match("/npm/acme/*", "ui", "Acme")).toBe("WEAK");
    expect(match("/npm/acme/*", "ui", "acrne")).toBe("WEAK");
    expect([match("/npm//foo~", "FOO-x"), match("/npm//foo~", "FOOd")]).toEqual(["WEAK", undefined]);
    expect(match("/npm//acme-*", "acme_ui")).toBe("WEAK");
  });
});

describe("patterns among themselves", () => {
  const pattern = parsePackageGroupPattern;

  test.each([
    ["/*", "/npm/*"],
    ["/npm/*", "/npm//react$"],
    ["/npm/acme~", "/npm/acme/*"],
    ["/npm/acme~", "/npm/acme-labs/*"],
    ["/npm/acme/*", "/npm/acme/ui~"],
    ["/npm/acme/ui~", "/npm/acme/ui$"],
    ["/npm/acme/ui~", "/npm/acme/ui-*"],
  ])("PG14: %s contains %s, and not the other way round", (outer, inner) => {
    expect([contains(pattern(outer), pattern(inner)), contains(pattern(inner), pattern(outer))]).toEqual([true, false]);
  });

  test.each([
    ["/npm/acme/ui~", "/npm/acme/uikit~"],
    ["/npm/acme/*", "/npm/acme/*"],
    ["/npm/acme/ui$", "/npm/acme/ui-kit$"],
    ["/nuget/*", "/npm/*"],
  ])("PG14: %s does not contain %s", (outer, inner) => {
    expect(contains(pattern(outer), pattern(inner))).toBe(false);
  });

  test("PG8: the longer one is more specific, then $ before ~, then what matches as written", () => {
    const found = (text: string, type: "STRONG" | "WEAK" = "STRONG") => ({ pattern: pattern(text), match: type });
    const order = [
      found("/*"),
      found("/npm/*"),
      found("/npm//foo~"),
      found("/npm//foo$"),
      found("/npm//foo..bar$", "WEAK"),
      found("/npm//foo-bar$"),
    ];
    expect(order.toReversed().toSorted(compareSpecificity)).toEqual(order);
  });
});
