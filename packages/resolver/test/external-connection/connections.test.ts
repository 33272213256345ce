import { expect, test } from "vitest";
import {
  EXTERNAL_CONNECTIONS,
  connectionFormat,
  parseExternalConnectionName,
  servesFormat,
} from "../../src/external-connection/connections.ts";

test("E5: the external connections are the ten of Table 1, each with its format", () => {
  expect(EXTERNAL_CONNECTIONS).toStrictEqual({
    "public:npmjs": "npm",
    "public:pypi": "pypi",
    "public:nuget-org": "nuget",
    "public:maven-central": "maven",
    "public:maven-googleandroid": "maven",
    "public:maven-gradleplugins": "maven",
    "public:maven-commonsware": "maven",
    "public:maven-clojars": "maven",
    "public:ruby-gems-org": "ruby",
    "public:crates-io": "cargo",
  });
  expect(connectionFormat(parseExternalConnectionName("public:crates-io"))).toBe("cargo");
});

test.each(["public:yarn", "npmjs", "", "constructor", "__proto__", "PUBLIC:NPMJS"])(
  "E5: %j is no external connection",
  (name) => {
    expect(() => parseExternalConnectionName(name)).toThrow(
      expect.objectContaining({ code: "EXTERNAL_CONNECTION_NOT_FOUND" }),
    );
  },
);

test("a connection gives out packages of its own format only", () => {
  expect(servesFormat("public:npmjs", "npm")).toBe(true);
  expect(servesFormat("public:npmjs", "pypi")).toBe(false);
  expect(servesFormat("public:maven-clojars", "maven")).toBe(true);
  expect(servesFormat("public:unheard-of", "npm")).toBe(false);
});
