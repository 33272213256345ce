import { describe, expect, test } from "vitest";
import { parsePackageGroupPattern } from "../../src/package-group/pattern.ts";

const ruleOf = (text: string): unknown => {
  try {
    parsePackageGroupPattern(text);
    return undefined;
  } catch (error) {
    return (error as { details: { rule: string } }).details.rule;
  }
};

describe("a package group's pattern", () => {
  test.each([
    ["/*", "/", "below"],
    ["/npm/*", "/npm/", "below"],
    ["/maven/com.acme~", "/maven/com.acme", "word"],
    ["/npm/space/*", "/npm/space/", "below"],
    ["/npm/space/acme-ui~", "/npm/space/acme-ui", "word"],
    ["/maven/org.x/log4j-core$", "/maven/org.x/log4j-core", "exact"],
    ["/npm//react$", "/npm//react", "exact"],
    ["/npm//*", "/npm//", "below"],
    ["/npm/space/acme-*", "/npm/space/acme-", "below"],
    ["/npm/spa-*", "/npm/spa-", "below"],
    ["/nuget//acme~", "/nuget//acme", "word"],
    ["/npm//ünï~", "/npm//ünï", "word"],
  ] as const)("PG2, PG3: %s is the path %s and one suffix: %s", (text, prefix, kind) => {
    expect(parsePackageGroupPattern(text)).toMatchObject({ text, prefix, kind });
  });

  test.each([
    "npm/*",
    "/npm~",
    "/npm$",
    "/~",
    "/$",
    "/deb/*",
    "/np*",
    "/npm/a/b/c$",
    "/npm/acme$",
    "/npm/acme/$",
    "//*",
  ])("PG3: %s has none of the allowed forms", (text) => {
    expect(ruleOf(text)).toBe("PG3");
  });

  test.each(["/npm/acme", "/npm/acme/", "/npm//react"])("PG2: %s has no suffix", (text) => {
    expect(ruleOf(text)).toBe("PG2");
  });

  test.each(["/nuget/acme~", "/pypi/a/b$", "/cargo/a/*", "/ruby/a~", "/maven//log4j$", "/generic//a~", "/swift//*"])(
    "PG4: %s has a namespace where its format has none, or none where a name needs one",
    (text) => {
      expect(ruleOf(text)).toBe("PG4");
    },
  );

  test("PG4: an empty namespace of npm is for packages without a scope", () => {
    expect(parsePackageGroupPattern("/npm//react~").prefix).toBe("/npm//react");
  });

  test.each(["/npm/space/foo-~", "/npm/space/~", "/npm/space/foo*", "/npm/space*"])(
    "PG6: %s has a suffix that does not fit the character before it",
    (text) => {
      expect(ruleOf(text)).toBe("PG6");
    },
  );

  test("PG7: it has 2 to 520 characters, none of them white space or a control character", () => {
    const long = (length: number): string => `/npm/${"a".repeat(250)}/${"b".repeat(length - 257)}$`;
    expect(parsePackageGroupPattern(long(510)).text).toHaveLength(510);
    expect(long(521)).toHaveLength(521);
    expect([ruleOf("*"), ruleOf(""), ruleOf(long(521)), ruleOf("/npm/a b/*"), ruleOf("/npm/a\u0007/*")]).toEqual(
      Array.from({ length: 5 }, () => "PG7"),
    );
  });

  test.each(["/npm/@acme/*", "/pypi//Foo$", "/pypi//foo_bar$", "/nuget//Acme~", "/swift/Acme/*", "/npm//a#b$"])(
    "PG7: %s does not name packages in their normal form, so it would match none",
    (text) => {
      expect(ruleOf(text)).toBe("PG7");
    },
  );

  test("PG9: capital letters count, so two patterns that differ in them are two names", () => {
    const [one, other] = [parsePackageGroupPattern("/npm//Ab$"), parsePackageGroupPattern("/npm//ab$")];
    expect(one.text).not.toBe(other.text);
    expect(one.prefix).not.toBe(other.prefix);
  });

  test("says what is wrong with it, and what one looks like", () => {
    expect(() => parsePackageGroupPattern("/npm/space/foo*")).toThrow(
      expect.objectContaining({
        code: "INVALID_NAME",
        message: expect.stringContaining("/npm/space/foo*") as string,
        hint: expect.stringContaining("/npm/acme/*") as string,
      }),
    );
  });
});
