import { parseDomainName } from "@headwater/resolver";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { configurationTemplate, domainNameFor } from "../../src/init/configuration-template.ts";

test("a folder's name becomes a domain's (D2)", () => {
  expect(["My App", "@acme/Web_Shop", "42-shop", "x", "-", "a".repeat(80)].map(domainNameFor)).toEqual([
    "my-app",
    "acme-web-shop",
    "shop",
    "local",
    "local",
    "a".repeat(50),
  ]);
});

test("whatever the folder, the name is valid (D2)", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (folder) => parseDomainName(domainNameFor(folder)).length > 1),
  );
});

test("a project that names the connected repository itself gets no second one", () => {
  const text = configurationTemplate({ domain: "acme", owner: "111122223333", repository: "npm-store" });
  expect(text.match(/npm-store:/g)).toHaveLength(1);
  expect(text).toContain("repository: npm-store");
});
