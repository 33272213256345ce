import { expect, test } from "vitest";
import { splitOwnOptions } from "../../src/npm/own-options.ts";

const split = (line: string) => splitOwnOptions(line.split(" "));

test("our options are taken out wherever they stand; npm reads all else in its order", () => {
  expect(split("express --repository team --save-dev --retain=lockfile left --config=a.yml --domain acme")).toEqual({
    own: { repository: "team", retain: "lockfile", config: "a.yml", domain: "acme" },
    npm: ["express", "--save-dev", "left"],
    help: false,
  });
  expect(split("--domain-owner 111122223333").own).toEqual({ domainOwner: "111122223333" });
});

test("the last of two counts", () => {
  expect(split("--repository one --repository=two").own).toEqual({ repository: "two" });
});

test("only the first = parts a name from its value", () => {
  expect(split("--config=a=b.yml").own).toEqual({ config: "a=b.yml" });
});

test("what only begins like an option of ours is npm's", () => {
  expect(split("--repository-url=x --configuration -r --retained")).toEqual({
    own: {},
    npm: ["--repository-url=x", "--configuration", "-r", "--retained"],
    help: false,
  });
});

test("nothing behind -- is an option, and npm sees the --", () => {
  expect(split("--retain installed -- --repository team --help")).toEqual({
    own: { retain: "installed" },
    npm: ["--", "--repository", "team", "--help"],
    help: false,
  });
});

test.each(["lib --repository", "lib --repository=", "lib --repository --json", "lib --repository -- team"])(
  "in %j the option has no value",
  (line) => {
    expect(split(line)).toMatchObject({ own: {}, incomplete: "--repository" });
  },
);

test("a value that looks like an option is written behind =", () => {
  expect(split("--config=--odd.yml").own).toEqual({ config: "--odd.yml" });
});

test.each(["--help", "-h", "lib --help --save-dev"])("%s asks for help, which npm is not asked for", (line) => {
  const { help, npm } = split(line);
  expect(help).toBe(true);
  expect(npm).not.toContain("--help");
  expect(npm).not.toContain("-h");
});
