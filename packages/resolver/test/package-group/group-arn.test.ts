import { expect, test } from "vitest";
import { packageGroupArn } from "../../src/package-group/group-arn.ts";

const arn = (pattern: string): string => packageGroupArn("local", { name: "acme", owner: "111122223333" }, pattern);

test.each([
  ["/*", "/%2a"],
  ["/npm/scope/acme~", "/npm/scope/acme~"],
  ["/npm//a%b$", "/npm//a%25b%24"],
  ["/npm//Ab-*", "/npm//Ab-%2a"],
])("the ARN of %s ends in %s: three characters are encoded, in lower case", (pattern, encoded) => {
  expect(arn(pattern)).toBe(`arn:aws:codeartifact:local:111122223333:package-group/acme${encoded}`);
});
