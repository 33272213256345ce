import { describe, expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";
import type { OriginControls } from "../../src/package/origin-controls.ts";
import { loadAdmission } from "../../src/use-cases/admission.ts";

const OURS = { publish: "ALLOW", upstream: "BLOCK" } as const;
const lodash = packageNamed("lodash");

describe("the origin controls of a package", () => {
  test("O7: of one that is not there make it known, without versions", async () => {
    const { resolver } = await buildResolver({ repositories: { team: {} } });
    expect(await resolver.putPackageOriginConfiguration("team", lodash, OURS)).toStrictEqual({
      originConfiguration: { restrictions: OURS },
    });
    expect((await resolver.listPackages({ repository: "team" })).items).toStrictEqual([
      { format: "npm", package: "lodash", originConfiguration: { restrictions: OURS } },
    ]);
    expect((await resolver.listPackageVersions({ repository: "team", package: lodash })).items).toStrictEqual([]);
  });

  test("O1, O2: are set together, in one repository, and leave tags and stored versions alone", async () => {
    const repositories = { team: { upstreams: ["shared"] }, shared: {} };
    const { resolver, publish, listed, tags, install } = await buildResolver({ repositories });
    await publish("shared", "lodash@2.0.0");
    await publish("team", "lodash@1.0.0", { tags: ["latest"] });
    const blocked = { publish: "BLOCK", upstream: "BLOCK" } as const;
    await resolver.putPackageOriginConfiguration("team", lodash, blocked);
    expect([await listed("team", "lodash"), await listed("shared", "lodash")]).toEqual([["1.0.0"], ["2.0.0"]]);
    expect(await tags("team", "lodash")).toEqual({ latest: "1.0.0" });
    expect(await install("team", "lodash@1.0.0")).not.toHaveLength(0);
  });

  test("O6: may both be allowed: then the package is published to and comes from upstream", async () => {
    const repositories = { team: { upstreams: ["shared"] }, shared: {} };
    const { resolver, references, publish, listed } = await buildResolver({ repositories });
    await publish("team", "lodash@1.0.0", { originControls: OURS });
    await publish("shared", "lodash@2.0.0");
    const both = { publish: "ALLOW", upstream: "ALLOW" } as const;
    await resolver.putPackageOriginConfiguration("team", lodash, both);
    expect(await listed("team", "lodash")).toEqual(["1.0.0", "2.0.0"]);
    const record = (await references.get({ type: "package", repository: "team", package: lodash }))?.value;
    expect((await loadAdmission(references)).refusal("published", "team", lodash, record)).toBeUndefined();
  });

  test("G4: of a generic package count for publishing alone", async () => {
    const { resolver, references } = await buildResolver({ repositories: { team: {} } });
    const generic = { format: "generic", namespace: "tools", name: "cli" } as const;
    const refusal = async (controls: OriginControls) => {
      await resolver.putPackageOriginConfiguration("team", generic, controls);
      const record = (await references.get({ type: "package", repository: "team", package: generic }))?.value;
      return (await loadAdmission(references)).refusal("published", "team", generic, record)?.code;
    };
    expect(await refusal({ publish: "ALLOW", upstream: "BLOCK" })).toBeUndefined();
    expect(await refusal({ publish: "BLOCK", upstream: "ALLOW" })).toBe("ACCESS_DENIED");
  });

  test.each([{ publish: "ALLOW" }, { upstream: "BLOCK" }, { publish: "ALLOW", upstream: "MAYBE" }, {}])(
    "O1: %j does not set both, and sets nothing",
    async (restrictions) => {
      const { resolver } = await buildResolver({ repositories: { team: {} } });
      await expect(
        resolver.putPackageOriginConfiguration("team", lodash, restrictions as OriginControls),
      ).rejects.toMatchObject({ code: "INVALID_ARGUMENT", details: { rule: "O1" } });
      expect((await resolver.listPackages({ repository: "team" })).items).toStrictEqual([]);
    },
  );

  test("need a repository", async () => {
    const { resolver } = await buildResolver({ repositories: {} });
    await expect(resolver.putPackageOriginConfiguration("nowhere", lodash, OURS)).rejects.toMatchObject({
      code: "REPOSITORY_NOT_FOUND",
    });
  });
});
