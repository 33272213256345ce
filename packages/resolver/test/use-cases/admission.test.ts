import { describe, expect, test } from "vitest";
import { type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf, packageNamed } from "../../../../test/kit/scripted-registry.ts";
import type { OriginRestrictionMode, OriginRestrictionType } from "../../src/package-group/package-group.ts";
import { loadAdmission } from "../../src/use-cases/admission.ts";

const CHAIN = {
  team: { upstreams: ["shared"] },
  shared: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
};
const lodash = packageNamed("lodash");

/** Makes a group if need be, and sets its restrictions; a list of repositories means that only these are allowed. */
async function restrict(
  { resolver }: BuiltResolver,
  packageGroup: string,
  restrictions: Partial<Record<OriginRestrictionType, OriginRestrictionMode | readonly string[]>>,
): Promise<void> {
  const { items } = await resolver.listPackageGroups({});
  if (!items.some(({ pattern }) => pattern === packageGroup)) await resolver.createPackageGroup({ packageGroup });
  const entries = Object.entries(restrictions) as [OriginRestrictionType, OriginRestrictionMode | readonly string[]][];
  await resolver.updatePackageGroupOriginConfiguration({
    packageGroup,
    restrictions: Object.fromEntries(
      entries.map(([type, mode]) => [type, typeof mode === "string" ? mode : "ALLOW_SPECIFIC_REPOSITORIES"]),
    ),
    addAllowedRepositories: entries.flatMap(([originRestrictionType, list]) =>
      typeof list === "string" ? [] : list.map((repositoryName) => ({ repositoryName, originRestrictionType })),
    ),
  });
}

const controlsOf = async ({ references }: BuiltResolver, repository: string, name = "lodash") =>
  (await references.get({ type: "package", repository, package: packageNamed(name) }))?.value.originControls;

describe("what may be published", () => {
  test("O8, PG11, PG19: is refused by the package's control, by its group's restriction or as a look-alike, each naming its rule", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await restrict(domain, "/npm//lodash$", { PUBLISH: ["shared"] });
    const admission = await loadAdmission(domain.references);
    const record = { originControls: { publish: "BLOCK", upstream: "ALLOW" }, tags: {} } as const;
    expect(admission.refusal("published", "shared", lodash, undefined)).toBeUndefined();
    expect(admission.refusal("published", "shared", lodash, record)).toMatchObject({
      code: "ACCESS_DENIED",
      message: expect.stringContaining("publish=BLOCK") as string,
      details: { control: "publish", repository: "shared" },
    });
    expect(admission.refusal("published", "team", lodash, undefined)).toMatchObject({
      code: "ACCESS_DENIED",
      message: expect.stringContaining("/npm//lodash$ has PUBLISH=ALLOW_SPECIFIC_REPOSITORIES") as string,
      details: { rule: "PG19", packageGroup: "/npm//lodash$", restriction: "PUBLISH" },
    });
    expect(admission.refusal("published", "shared", packageNamed("1odash"), undefined)).toMatchObject({
      code: "ACCESS_DENIED",
      details: { rule: "PG11", packageGroup: "/npm//lodash$" },
      hint: expect.stringContaining("/npm//1odash$") as string,
    });
  });
});

describe("what may be copied", () => {
  test("O8, PG11, PG19: is judged by the group, as what is retained, and never by the package's own controls", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    const blocked = { originControls: { publish: "BLOCK", upstream: "BLOCK" }, tags: {} } as const;
    const copied = async (repository: string, name = "lodash") =>
      (await loadAdmission(domain.references)).refusal("copied", repository, packageNamed(name), blocked)?.details[
        "rule"
      ];
    expect(await copied("team")).toBeUndefined();
    await restrict(domain, "/npm//lodash$", {
      INTERNAL_UPSTREAM: ["shared"],
      PUBLISH: "BLOCK",
      EXTERNAL_UPSTREAM: "BLOCK",
    });
    expect([await copied("shared"), await copied("team"), await copied("shared", "lodasH")]).toEqual([
      undefined,
      "PG19",
      "PG11",
    ]);
  });
});

describe("what may come from a public registry", () => {
  test("PG19: enters the repository with the connection by one list and the requested one by the other", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@1.0.0");
    await restrict(domain, "/npm//lodash$", { EXTERNAL_UPSTREAM: ["npm-store"], INTERNAL_UPSTREAM: ["team"] });
    await domain.install("team", "lodash@1.0.0");
    expect(await domain.holders("lodash@1.0.0")).toEqual(["npm-store", "team"]);
    await expect(domain.install("shared", "lodash@1.0.0")).rejects.toMatchObject({
      code: "PACKAGE_VERSION_NOT_FOUND",
      hint: expect.stringMatching(/INTERNAL_UPSTREAM=ALLOW_SPECIFIC_REPOSITORIES without "shared".*PG19/) as string,
      details: { rule: "PG19" },
    });
    expect(await domain.holders("lodash@1.0.0")).toEqual(["npm-store", "team"]);
  });

  test.each(["BLOCK", ["team"]] as const)(
    "PG19: enters nowhere where the connected repository is not allowed (%j); the registry is not even asked",
    async (mode) => {
      const domain = await buildResolver({ repositories: CHAIN });
      domain.registry.add("lodash@1.0.0");
      await restrict(domain, "/npm//lodash$", { EXTERNAL_UPSTREAM: mode });
      await expect(domain.install("team", "lodash@1.0.0")).rejects.toMatchObject({ details: { rule: "PG19" } });
      await expect(domain.listed("team", "lodash")).rejects.toMatchObject({
        code: "PACKAGE_NOT_FOUND",
        hint: expect.stringContaining("EXTERNAL_UPSTREAM") as string,
        details: { rule: "PG19" },
      });
      expect(await domain.resolver.findRefused("team", [coordinateOf("lodash@1.0.0")])).toMatchObject([
        { error: { details: { rule: "PG19" } } },
      ]);
      expect(domain.registry.requests).toEqual([]);
      expect(await domain.holders("lodash@1.0.0")).toEqual([]);
    },
  );

  test("PG19: may come through another connection on the way whose repository is allowed", async () => {
    const domain = await buildResolver({
      repositories: {
        team: { upstreams: ["one", "two"] },
        one: { externalConnection: "public:npmjs" },
        two: { externalConnection: "public:npmjs" },
      },
    });
    domain.registry.add("lodash@1.0.0");
    await restrict(domain, "/npm//lodash$", { EXTERNAL_UPSTREAM: ["two"] });
    expect(await domain.listed("team", "lodash")).toEqual(["1.0.0"]);
    expect(await domain.resolver.findRefused("team", [coordinateOf("lodash@1.0.0")])).toEqual([]);
    await domain.install("team", "lodash@1.0.0");
    expect(await domain.holders("lodash@1.0.0")).toEqual(["team", "two"]);
  });
});

describe("what may come from other repositories", () => {
  test("PG19, O2: without leave of the requested repository nothing is listed or given out of them; what it holds is", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "lodash@1.0.0", { tags: ["latest"] });
    await domain.publish("shared", "lodash@2.0.0", { tags: ["latest", "next"] });
    await restrict(domain, "/npm//lodash$", { INTERNAL_UPSTREAM: "BLOCK" });
    expect(await domain.listed("team", "lodash")).toEqual(["1.0.0"]);
    expect(await domain.tags("team", "lodash")).toEqual({ latest: "1.0.0" });
    expect(await domain.listed("shared", "lodash")).toEqual(["2.0.0"]);
    await domain.install("team", "lodash@1.0.0");
    await expect(domain.install("team", "lodash@2.0.0")).rejects.toMatchObject({ details: { rule: "PG19" } });
    const report = await domain.resolver.retainInstall("team", [{ coordinate: coordinateOf("lodash@2.0.0") }]);
    expect(report.refused).toMatchObject([{ error: { details: { rule: "PG19" } } }]);
    expect(await domain.holders("lodash@2.0.0")).toEqual(["shared"]);
    const unservable = await domain.resolver.findUnservable("team", [{ coordinate: coordinateOf("lodash@2.0.0") }]);
    expect(unservable).toMatchObject([{ error: { details: { rule: "PG19" } } }]);
    const prepared = await domain.resolver.prepareInstall("team", [coordinateOf("lodash@2.0.0")], "package.tgz");
    expect(prepared.refused).toMatchObject([{ error: { details: { rule: "PG19" } } }]);
  });

  test("PG19: leave for other repositories leaves the requested one's own connection as it is", async () => {
    const repositories = { team: { upstreams: ["shared"], externalConnection: "public:npmjs" }, shared: {} };
    const domain = await buildResolver({ repositories });
    domain.registry.add("lodash@1.0.0");
    await domain.publish("shared", "lodash@2.0.0");
    await restrict(domain, "/npm//lodash$", { INTERNAL_UPSTREAM: "BLOCK" });
    expect(await domain.listed("team", "lodash")).toEqual(["1.0.0"]);
    await domain.install("team", "lodash@1.0.0");
    expect(await domain.holders("lodash@1.0.0")).toEqual(["team"]);
  });
});

describe("a look-alike of a group's name", () => {
  test("PG11, PG12, O2: enters no repository on any way, until it has a group of its own; what is stored stays", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    for (const spec of ["lodash@1.0.0", "lodash@2.0.0", "Lodash@1.0.0", "Lodash@2.0.0"]) domain.registry.add(spec);
    await domain.install("team", "Lodash@1.0.0");
    await restrict(domain, "/npm//lodash$", {});
    expect(await domain.listed("team", "Lodash")).toEqual(["1.0.0"]);
    await domain.install("team", "Lodash@1.0.0");
    await expect(domain.install("shared", "Lodash@1.0.0")).rejects.toMatchObject({ details: { rule: "PG11" } });
    await expect(domain.install("team", "Lodash@2.0.0")).rejects.toMatchObject({ details: { rule: "PG11" } });
    await domain.install("team", "lodash@2.0.0");
    await restrict(domain, "/npm//Lodash$", {});
    await domain.install("team", "Lodash@2.0.0");
    expect(await domain.holders("Lodash@2.0.0")).toEqual(["npm-store", "team"]);
  });
});

describe("the controls that a first version sets", () => {
  test("O3, O5: are those of its origin where no group restricts anything", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@1.0.0");
    await domain.install("team", "lodash@1.0.0");
    const ingested = { publish: "BLOCK", upstream: "ALLOW" };
    expect([await controlsOf(domain, "npm-store"), await controlsOf(domain, "team")]).toEqual([ingested, ingested]);
    const { firstControls } = await loadAdmission(domain.references);
    expect(firstControls("published", lodash)).toEqual({ publish: "ALLOW", upstream: "BLOCK" });
  });

  test("O4: are both allowed where one does, however the version comes", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    for (const name of ["lodash", "express", "react"]) domain.registry.add(`${name}@1.0.0`);
    await domain.publish("shared", "ours@1.0.0");
    await restrict(domain, "/npm/*", { PUBLISH: "BLOCK" });
    await domain.install("team", "lodash@1.0.0");
    await domain.install("team", "ours@1.0.0");
    await domain.resolver.retainInstall("team", [{ coordinate: coordinateOf("express@1.0.0") }]);
    const open = { publish: "ALLOW", upstream: "ALLOW" };
    expect(await Promise.all(["lodash", "ours", "express"].map((name) => controlsOf(domain, "team", name)))).toEqual([
      open,
      open,
      open,
    ]);
    expect(await controlsOf(domain, "npm-store")).toEqual(open);
    expect((await loadAdmission(domain.references)).firstControls("published", lodash)).toEqual(open);
  });

  test("O9: are derived anew once the package has been deleted", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("lodash@1.0.0");
    await domain.resolver.putPackageOriginConfiguration("team", lodash, { publish: "ALLOW", upstream: "ALLOW" });
    await domain.references.commit([{ type: "delete", key: { type: "package", repository: "team", package: lodash } }]);
    await domain.install("team", "lodash@1.0.0");
    expect(await controlsOf(domain, "team")).toEqual({ publish: "BLOCK", upstream: "ALLOW" });
  });
});

describe("a change of a group", () => {
  test("PG22: counts from the next request on, also for a process that had read the groups before", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    const other = domain.restart();
    domain.registry.add("lodash@1.0.0");
    const view = async () => (await other.viewPackage("team", lodash)).fingerprint;
    const open = await view();
    await restrict(domain, "/npm/*", { EXTERNAL_UPSTREAM: "BLOCK" });
    await expect(view()).rejects.toMatchObject({ details: { rule: "PG19" } });
    await domain.resolver.deletePackageGroup("/npm/*");
    expect(await view()).toBe(open);
  });

  test("PG22: changes what a list's fingerprint is made of, where it changes the list", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "lodash@1.0.0");
    await domain.publish("shared", "lodash@2.0.0");
    const fingerprint = async () => (await domain.resolver.viewPackage("team", lodash)).fingerprint;
    const open = await fingerprint();
    await restrict(domain, "/npm//react$", { INTERNAL_UPSTREAM: "BLOCK" });
    expect(await fingerprint()).toBe(open);
    await restrict(domain, "/npm//lodash$", { INTERNAL_UPSTREAM: "BLOCK" });
    expect(await fingerprint()).not.toBe(open);
  });
});
