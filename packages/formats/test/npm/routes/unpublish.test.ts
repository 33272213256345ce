import { describe, expect, test } from "vitest";
import { type WritingDomain, makeWritingDomain, revisionOf, unblockUpstream } from "./writing-domain.ts";

const ms = { format: "npm", name: "ms" } as const;

/** What npm does for `npm unpublish ms@version` while others are left. */
async function unpublish(domain: WritingDomain, version: string): Promise<readonly number[]> {
  const { _rev: revision, versions, ...document } = await domain.writable("team/ms");
  const { [version]: removed, ...left } = versions;
  const tags = Object.entries(document["dist-tags"]).filter(([, target]) => target !== version);
  if (document["dist-tags"]["latest"] === version) tags.push(["latest", Object.keys(left).toSorted().at(-1) ?? ""]);
  const sent = { ...document, _rev: revision, versions: left, "dist-tags": Object.fromEntries(tags) };
  const first = await domain.send("PUT", `team/ms/-rev/${revision}`, sent);
  const path = new URL(removed?.dist.tarball ?? "").pathname.replace("/npm/team/", "");
  const second = await domain.send("DELETE", `team/${path}/-rev/${revisionOf(await domain.writable("team/ms"))}`);
  return [first.status, second.status];
}

describe("npm unpublish", () => {
  test("of one version deletes it here, with its tags; latest goes to the next one (X5)", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0", "ms@1.1.0"], ["latest", "next"]);
    expect(await unpublish(domain, "1.1.0")).toEqual([200, 200]);
    const { versions, "dist-tags": tags } = await domain.shown("team/ms");
    expect([Object.keys(versions), tags]).toEqual([["1.0.0"], { latest: "1.0.0" }]);
    expect((await domain.ask("team/ms/-/ms-1.1.0.tgz")).status).toBe(404);
    expect(await domain.resolver.getPackageTags("team", ms)).toEqual({ latest: "1.0.0" });
  });

  test("a version that was unpublished can be published again, with other bytes (B4)", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0", "ms@1.1.0"]);
    await unpublish(domain, "1.1.0");
    await domain.fill("team", ["ms@1.1.0"]);
    expect(Object.keys((await domain.shown("team/ms")).versions)).toEqual(["1.0.0", "1.1.0"]);
  });

  test("leaves alone what the client was not shown", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0", "ms@1.1.0", "ms@1.2.0"]);
    await domain.resolver.updatePackageVersionsStatus({
      repository: "team",
      package: ms,
      versions: ["1.0.0"],
      targetStatus: "Unlisted",
    });
    await unpublish(domain, "1.1.0");
    expect([...((await domain.resolver.describeHeldPackage("team", ms))?.versions.keys() ?? [])].toSorted()).toEqual([
      "1.0.0",
      "1.2.0",
    ]);
  });

  test("of a version that an upstream has too shows the upstream's again (K9)", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0", "ms@1.1.0"]);
    await domain.fill("shared", ["ms@1.1.0"]);
    await unblockUpstream(domain, "ms");
    const { _rev: revision, versions, ...document } = await domain.writable("team/ms");
    const { "1.1.0": _, ...left } = versions;
    expect((await domain.send("PUT", `team/ms/-rev/${revision}`, { ...document, versions: left })).status).toBe(200);
    expect(Object.keys((await domain.shown("team/ms")).versions)).toEqual(["1.0.0", "1.1.0"]);
    expect([...((await domain.resolver.describeHeldPackage("team", ms))?.versions.keys() ?? [])]).toEqual(["1.0.0"]);
  });

  test("of the whole package deletes all versions and keeps its origin controls (X6)", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0", "ms@1.1.0"]);
    const { _rev: revision } = await domain.writable("team/ms");
    expect((await domain.send("DELETE", `team/ms/-rev/${revision}`)).status).toBe(200);
    expect((await domain.ask("team/ms")).status).toBe(404);
    const { items } = await domain.resolver.listPackages({ repository: "team" });
    expect(items).toEqual([
      { format: "npm", package: "ms", originConfiguration: { restrictions: { publish: "ALLOW", upstream: "BLOCK" } } },
    ]);
  });

  test.each(["ms", "@acme/ms"])(
    "of the only version of %s that is shown, which npm asks for as of the whole package, keeps the hidden ones and says so (X5)",
    async (name) => {
      const domain = await makeWritingDomain();
      const [namespace] = name.startsWith("@") ? ["acme"] : [];
      const coordinate = { ...ms, ...(namespace === undefined ? {} : { namespace }) };
      const path = `team/${name.replace("/", "%2f")}`;
      await domain.fill("team", [`${name}@1.0.0`], ["latest", "old"]);
      await domain.fill("team", [`${name}@1.1.0`, `${name}@2.0.0`]);
      for (const [version, targetStatus] of [
        ["1.0.0", "Unlisted"],
        ["1.1.0", "Archived"],
      ] as const) {
        const input = { repository: "team", package: coordinate, versions: [version], targetStatus };
        await domain.resolver.updatePackageVersionsStatus(input);
      }
      const { _rev: revision, versions } = await domain.writable(path);
      expect(Object.keys(versions)).toEqual(["2.0.0"]);

      const answer = await domain.send("DELETE", `${path}/-rev/${revision}`);

      const scope = namespace === undefined ? "" : "--namespace acme ";
      expect([answer.status, answer.headers.get("npm-notice")]).toEqual([
        200,
        `team keeps ${name} 1.0.0 (Unlisted), 1.1.0 (Archived), which clients are not shown. Delete them too with: headwater delete-package --repository team --format npm ${scope}--package ms`,
      ]);
      const held = await domain.resolver.describeHeldPackage("team", coordinate);
      expect(
        new Map([...(held?.versions ?? [])].map(([version, { reference }]) => [version, reference.status])),
      ).toEqual(
        new Map([
          ["1.0.0", "Unlisted"],
          ["1.1.0", "Archived"],
        ]),
      );
      expect(held?.tags).toEqual({ old: "1.0.0" });
    },
  );

  test.each(["DELETE", "PUT"])(
    "%s by a revision that is not the current one is refused, and changes nothing",
    async (method) => {
      const domain = await makeWritingDomain();
      await domain.fill("team", ["ms@1.0.0"]);
      const { _rev: revision } = await domain.writable("team/ms");
      await domain.fill("team", ["ms@1.1.0"]);
      const body = method === "PUT" ? { versions: {} } : undefined;
      const answer = await domain.send(method, `team/ms/-rev/${revision}`, body);
      expect([answer.status, await answer.json()]).toEqual([409, expect.objectContaining({ code: "CONFLICT" })]);
      expect(Object.keys((await domain.shown("team/ms")).versions)).toEqual(["1.0.0", "1.1.0"]);
    },
  );

  test("a tarball whose version is there still takes the version with it", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0", "ms@1.1.0"]);
    const { _rev: revision } = await domain.writable("team/ms");
    expect((await domain.send("DELETE", `team/ms/-/ms-1.1.0.tgz/-rev/${revision}`)).status).toBe(200);
    expect(Object.keys((await domain.shown("team/ms")).versions)).toEqual(["1.0.0"]);
    expect((await domain.send("DELETE", `team/ms/-/ms-1.0.0.tgz/-rev/${revision}`)).status).toBe(409);
  });

  test("a package that is only upstream is deleted there", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("shared", ["ms@1.0.0"]);
    expect((await domain.send("DELETE", "team/ms/-rev/0")).status).toBe(404);
    expect(Object.keys((await domain.shown("team/ms")).versions)).toEqual(["1.0.0"]);
  });

  test("npm owner sends its list to the same address, and is told that there are none (N2)", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0"]);
    const answer = await domain.send("PUT", "team/ms/-rev/1", { _id: "ms", maintainers: [] });
    expect(await answer.json()).toMatchObject({
      code: "NOT_SUPPORTED",
      error: expect.stringContaining("npm owner") as unknown,
    });
  });
});
