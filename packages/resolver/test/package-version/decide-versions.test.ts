import { expect, test } from "vitest";
import { type PackageLayer, decideVersions } from "../../src/package-version/decide-versions.ts";
import type { Reference } from "../../src/package-version/reference.ts";
import type { PackageVersionStatus } from "../../src/package-version/status.ts";

const layer = (repository: string, versions: Readonly<Record<string, PackageVersionStatus>>): PackageLayer => ({
  repository,
  references: new Map(
    Object.entries(versions).map(([version, status]): [string, Reference] => [
      version,
      {
        revision: `${repository} ${version}`,
        status,
        origin: { originType: "INTERNAL", domainEntryPoint: { repositoryName: repository } },
        publishedTime: 0,
        retainedTime: 0,
      },
    ]),
  ),
});
const decided = (layers: readonly PackageLayer[]): Record<string, string> =>
  Object.fromEntries([...decideVersions(layers).listed].map(([version, { repository }]) => [version, repository]));

test("L2: the versions of all repositories are listed as one", () => {
  expect(decided([layer("team", { "1.0.0": "Published" }), layer("shared", { "2.0.0": "Published" })])).toStrictEqual({
    "1.0.0": "team",
    "2.0.0": "shared",
  });
});

test("L4: a version at several levels is decided by the first in search order", () => {
  const layers = [
    layer("team", {}),
    layer("shared", { "1.0.0": "Published" }),
    layer("store", { "1.0.0": "Archived" }),
  ];
  expect(decided(layers)).toStrictEqual({ "1.0.0": "shared" });
});

test.each(["Unlisted", "Archived", "Disposed", "Unfinished"] as const)(
  "L3, L4: a version that is %s in the first repository is hidden, though it is Published further upstream",
  (status) => {
    const layers = [layer("team", { "1.0.0": status }), layer("shared", { "1.0.0": "Published" })];
    expect(decided(layers)).toStrictEqual({});
    expect(decideVersions(layers).hidden).toStrictEqual(new Set(["1.0.0"]));
  },
);
