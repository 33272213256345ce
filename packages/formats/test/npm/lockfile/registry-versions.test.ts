import { expect, test } from "vitest";
import { registryVersions } from "../../../src/npm/lockfile/registry-versions.ts";

const options = { registries: ["https://npm.example.com/", "http://127.0.0.1:25000/"], direct: ["@direct"] };
const entry = (name: string, resolved?: string) => ({
  key: name,
  name,
  version: "1.0.0",
  ...(resolved === undefined ? {} : { resolved }),
});
const split = (...entries: readonly ReturnType<typeof entry>[]) => {
  const { versions, foreign } = registryVersions(entries, options);
  return { ours: versions.map(({ coordinate }) => coordinate), foreign };
};

test("an entry without a URL, or with that of its tarball in one of our registries, is ours", () => {
  const { ours, foreign } = split(
    entry("a"),
    entry("b", "https://npm.example.com/b/-/b-1.0.0.tgz"),
    entry("@s/c", "http://127.0.0.1:25000/@s%2fc/-/c-1.0.0.tgz"),
    entry("d", "https://npm.example.com/npm/team/d/-/d-1.0.0.tgz"),
  );
  expect(ours).toEqual([
    { format: "npm", name: "a", version: "1.0.0" },
    { format: "npm", name: "b", version: "1.0.0" },
    { format: "npm", namespace: "s", name: "c", version: "1.0.0" },
    { format: "npm", name: "d", version: "1.0.0" },
  ]);
  expect(foreign).toEqual([]);
});

test("one of another registry, of another package's tarball, or of an impossible name is foreign", () => {
  const { ours, foreign } = split(
    entry("a", "https://other.example/a/-/a-1.0.0.tgz"),
    entry("b", "https://npm.example.com/archive/b.tgz"),
    entry("c", "not a url"),
    entry(".."),
  );
  expect(ours).toEqual([]);
  expect(foreign).toEqual(["a@1.0.0", "b@1.0.0", "c@1.0.0", "..@1.0.0"]);
});

test("direct scopes are neither, and a version that is ours somewhere is ours", () => {
  const { ours, foreign } = split(entry("@direct/a"), entry("b", "https://other.example/b/-/b-1.0.0.tgz"), entry("b"));
  expect(ours).toEqual([{ format: "npm", name: "b", version: "1.0.0" }]);
  expect(foreign).toEqual([]);
});
