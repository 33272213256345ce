/**
 * Table 3, cell by cell: what each status means to clients, to downstream repositories and to whoever publishes, and what it
 * may become; for npm and for generic packages. What publishing an npm version again does is in the tests of npm's publish.
 */
import { describe, expect, test } from "vitest";
import { publishGeneric } from "../../../../test/kit/generic-package.ts";
import { type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import type { PackageCoordinate } from "../../src/names/coordinate.ts";
import { type PackageVersionStatus, TARGET_STATUSES, type TargetStatus } from "../../src/package-version/status.ts";

const VERSION = "1.0.0";

interface Subject {
  readonly format: "npm" | "generic";
  readonly package: PackageCoordinate;
  readonly asset: string;
  /** How a new version comes into "shared". */
  publish(domain: BuiltResolver): Promise<unknown>;
}

const npm: Subject = {
  format: "npm",
  package: { format: "npm", name: "lodash" },
  asset: "package.tgz",
  publish: (domain) => domain.publish("shared", `lodash@${VERSION}`),
};
const generic: Subject = {
  format: "generic",
  package: { format: "generic", namespace: "acme", name: "tool" },
  asset: "tool.txt",
  publish: ({ resolver }) => publishGeneric(resolver, "shared", { spec: `acme/tool@${VERSION}` }),
};

/** "shared" holds the version in a status that the operations themselves brought it to; "team" is downstream of it. */
async function inStatus(subject: Subject, status: PackageVersionStatus): Promise<BuiltResolver> {
  const domain = await buildResolver({ repositories: { team: { upstreams: ["shared"] }, shared: {} } });
  const input = { repository: "shared", package: subject.package, versions: [VERSION] };
  if (status === "Unfinished") {
    await publishGeneric(domain.resolver, "shared", { spec: `acme/tool@${VERSION}`, unfinished: true });
    return domain;
  }
  await subject.publish(domain);
  if (status === "Disposed") await domain.resolver.disposePackageVersions(input);
  else if (status !== "Published")
    await domain.resolver.updatePackageVersionsStatus({ ...input, targetStatus: status });
  return domain;
}

const statusOf = async ({ resolver }: BuiltResolver, subject: Subject): Promise<string> =>
  (await resolver.describePackageVersion("shared", { ...subject.package, version: VERSION })).status;

/** What happened, as a word. */
const outcome = async (action: Promise<unknown>): Promise<string> =>
  action.then(
    () => "yes",
    (error: unknown) => (error as { readonly code?: string }).code ?? String(error),
  );

const MAY_BECOME = {
  Published: ["Unlisted", "Archived"],
  Unfinished: ["Published", "Unlisted", "Archived"],
  Unlisted: ["Published", "Archived"],
  Archived: ["Published", "Unlisted"],
  Disposed: [],
} as const satisfies Readonly<Record<PackageVersionStatus, readonly TargetStatus[]>>;

interface Row {
  readonly subject: Subject;
  readonly status: PackageVersionStatus;
  readonly inLists: boolean;
  readonly download: boolean;
  readonly retained: boolean;
}

const ROWS: readonly Row[] = [
  { subject: npm, status: "Published", inLists: true, download: true, retained: true },
  { subject: npm, status: "Unlisted", inLists: false, download: true, retained: true },
  { subject: npm, status: "Archived", inLists: false, download: false, retained: false },
  { subject: npm, status: "Disposed", inLists: false, download: false, retained: false },
  // Q7: a generic version never comes to a downstream repository.
  { subject: generic, status: "Published", inLists: true, download: true, retained: false },
  { subject: generic, status: "Unfinished", inLists: false, download: false, retained: false },
  { subject: generic, status: "Unlisted", inLists: false, download: true, retained: false },
  { subject: generic, status: "Archived", inLists: false, download: false, retained: false },
  { subject: generic, status: "Disposed", inLists: false, download: false, retained: false },
];

describe.each(ROWS.map((row) => ({ ...row, format: row.subject.format })))(
  "Table 3: a $format version that is $status",
  ({ subject, status, inLists, download, retained }) => {
    const coordinate = { ...subject.package, version: VERSION };

    test("L3: in client lists", async () => {
      const { resolver } = await inStatus(subject, status);
      const { versions } = await (await resolver.viewPackage("shared", subject.package)).load();
      expect(versions.has(VERSION)).toBe(inLists);
    });

    test("L8: in the service's lists always", async () => {
      const { resolver } = await inStatus(subject, status);
      const { items } = await resolver.listPackageVersions({ repository: "shared", package: subject.package });
      expect(items).toMatchObject([{ version: VERSION, status }]);
    });

    test("asset download, by a client and by GetPackageVersionAsset", async () => {
      const { resolver } = await inStatus(subject, status);
      const expected = download ? "yes" : "PACKAGE_VERSION_REFUSED";
      expect(await outcome(resolver.fetchAsset("shared", coordinate, subject.asset))).toBe(expected);
      expect(await outcome(resolver.getPackageVersionAsset("shared", coordinate, subject.asset))).toBe(expected);
    });

    test("retained by a downstream request", async () => {
      const { resolver, references } = await inStatus(subject, status);
      const asked = await outcome(resolver.fetchAsset("team", coordinate, subject.asset));
      const refusal = subject.format === "generic" ? "PACKAGE_VERSION_NOT_FOUND" : "PACKAGE_VERSION_REFUSED";
      expect(asked).toBe(retained ? "yes" : refusal);
      const reference = await references.get({ type: "reference", repository: "team", coordinate });
      expect(reference !== undefined).toBe(retained);
    });

    test.each(TARGET_STATUSES)("may become or stay %s as the table says", async (targetStatus) => {
      const domain = await inStatus(subject, status);
      const input = { repository: "shared", package: subject.package, versions: [VERSION], targetStatus };
      const { successfulVersions, failedVersions } = await domain.resolver.updatePackageVersionsStatus(input);
      const isAllowed = targetStatus === status || MAY_BECOME[status].some((each) => each === targetStatus);
      expect(Object.keys(successfulVersions)).toStrictEqual(isAllowed ? [VERSION] : []);
      expect(failedVersions[VERSION]?.errorCode).toBe(isAllowed ? undefined : "NOT_ALLOWED");
      expect(await statusOf(domain, subject)).toBe(isAllowed ? targetStatus : status);
    });

    test("P1, P2: is never made Unfinished or Disposed by an update", async () => {
      const domain = await inStatus(subject, status);
      for (const target of ["Unfinished", "Disposed", "Deleted"]) {
        const input = { repository: "shared", package: subject.package, versions: [VERSION] };
        const update = domain.resolver.updatePackageVersionsStatus({ ...input, targetStatus: target as TargetStatus });
        await expect(update).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
      }
      expect(await statusOf(domain, subject)).toBe(status);
    });

    test("X1: may be disposed of, and deleted, which is gone", async () => {
      const domain = await inStatus(subject, status);
      const input = { repository: "shared", package: subject.package, versions: [VERSION] };
      const disposed = await domain.resolver.disposePackageVersions(input);
      expect(disposed.successfulVersions).toMatchObject({ [VERSION]: { status: "Disposed" } });
      const other = await inStatus(subject, status);
      const deleted = await other.resolver.deletePackageVersions(input);
      expect(deleted.successfulVersions).toMatchObject({ [VERSION]: { status: "Deleted" } });
      await expect(statusOf(other, subject)).rejects.toMatchObject({ code: "PACKAGE_VERSION_NOT_FOUND" });
    });
  },
);

describe.each([
  ["Published", "yes", "ALREADY_EXISTS", "CONFLICT"],
  ["Unfinished", "yes", "ALREADY_EXISTS", "yes"],
  ["Unlisted", "ALREADY_EXISTS", "ALREADY_EXISTS", "ALREADY_EXISTS"],
  ["Archived", "ALREADY_EXISTS", "ALREADY_EXISTS", "ALREADY_EXISTS"],
  ["Disposed", "ALREADY_EXISTS", "ALREADY_EXISTS", "ALREADY_EXISTS"],
] as const)("Table 3, B1, B4, G2: publishing to a generic version that is %s", (status, same, other, further) => {
  test.each([
    ["the same bytes", { name: "tool.txt" }, same],
    ["other bytes", { name: "tool.txt", content: "other" }, other],
    ["a further asset", { name: "more.txt" }, further],
  ])("%s", async (_, asset, expected) => {
    const domain = await inStatus(generic, status);
    const publish = publishGeneric(domain.resolver, "shared", { spec: `acme/tool@${VERSION}`, ...asset });
    expect(await outcome(publish)).toBe(expected);
  });
});

test("Table 3: a deleted version is published again freely", async () => {
  const domain = await inStatus(generic, "Archived");
  const input = { repository: "shared", package: generic.package, versions: [VERSION] };
  await domain.resolver.deletePackageVersions(input);
  const publish = publishGeneric(domain.resolver, "shared", { spec: `acme/tool@${VERSION}`, content: "anew" });
  expect(await outcome(publish)).toBe("yes");
});
