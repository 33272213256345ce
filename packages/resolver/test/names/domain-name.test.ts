import { describe, expect, test } from "vitest";
import { parseDomainName } from "../../src/names/domain-name.ts";

describe("a domain's name", () => {
  test.each(["ac", "acme", "a1", "my-domain", `a${"b".repeat(49)}`])("D2: %s is valid", (name) => {
    expect(parseDomainName(name)).toBe(name);
  });

  test.each([
    ["one character", "a"],
    ["51 characters", "a".repeat(51)],
    ["an underscore", "my_domain"],
    ["a capital", "Acme"],
    ["a digit first", "1acme"],
    ["a hyphen last", "acme-"],
    ["a line break at the end", "acme\n"],
    ["nothing", ""],
  ])("D2: a name with %s is refused", (_, name) => {
    expect(() => parseDomainName(name)).toThrow(
      expect.objectContaining({ code: "INVALID_NAME", details: { rule: "D2", value: name } }),
    );
  });
});
