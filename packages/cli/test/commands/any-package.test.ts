import { expect, test } from "vitest";
import { parseAnyPackage } from "../../src/commands/any-package.ts";

test.each([
  [["npm", undefined, "@acme/ui"], { format: "npm", namespace: "acme", name: "ui" }],
  [["npm", "acme", "ui"], { format: "npm", namespace: "acme", name: "ui" }],
  [["pypi", undefined, "requests"], { format: "pypi", name: "requests" }],
  [["maven", "org.x", "log4j"], { format: "maven", namespace: "org.x", name: "log4j" }],
] as const)("%j names a package of its format", async ([format, namespace, name], coordinate) => {
  expect(await parseAnyPackage(format, namespace, name)).toEqual(coordinate);
});

test.each([
  [["pypi", undefined, "a b"], "INVALID_NAME"],
  [["maven", "a/b", "c"], "INVALID_NAME"],
  [["npm", undefined, "A B"], "INVALID_NAME"],
  [["deb", undefined, "x"], "INVALID_ARGUMENT"],
] as const)("%j names none", async ([format, namespace, name], code) => {
  await expect(parseAnyPackage(format, namespace, name)).rejects.toMatchObject({ code });
});
