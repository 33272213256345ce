/** What tells that a view has changed. */
import { describe, expect, test } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { type BuiltResolver, MINUTE, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";

const CHAIN = {
  team: { upstreams: ["shared"] },
  shared: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
};
const lodash = packageNamed("lodash");

describe("the fingerprint of a view", () => {
  const fingerprint = async ({ resolver }: Pick<BuiltResolver, "resolver">): Promise<string> =>
    (await resolver.viewPackage("team", lodash)).fingerprint;

  async function seen(): Promise<BuiltResolver> {
    const domain = await buildResolver({ repositories: { ...CHAIN, other: {} } });
    domain.registry.add("lodash@1.0.0");
    domain.registry.add("lodash@2.0.0");
    await domain.install("team", "lodash@1.0.0");
    return domain;
  }

  test("stays while nothing changes, also in another process and after a revalidation", async () => {
    const domain = await seen();
    const first = await fingerprint(domain);
    expect(await fingerprint({ resolver: domain.restart() })).toBe(first);
    domain.clock.advance(5 * MINUTE);
    expect(await fingerprint(domain)).toBe(first);
    await domain.publish("other", "lodash@9.0.0");
    await domain.publish("team", "express@1.0.0");
    expect(await fingerprint(domain)).toBe(first);
  });

  const changes: readonly (readonly [string, (domain: BuiltResolver) => Promise<unknown> | void])[] = [
    ["a version is installed", (domain) => domain.install("team", "lodash@2.0.0")],
    ["a version is published upstream", (domain) => domain.publish("shared", "lodash@1.5.0")],
    ["a status changes", (domain) => domain.setStatus("team", "lodash@1.0.0", "Archived")],
    ["a version is deleted", (domain) => domain.deleteVersion("npm-store", "lodash@1.0.0")],
    ["a tag changes", (domain) => domain.setTags("shared", "lodash", { latest: "1.0.0" })],
    [
      "an origin control changes",
      (domain) => domain.setOriginControls("shared", "lodash", { publish: "ALLOW", upstream: "BLOCK" }),
    ],
    [
      "the upstreams change",
      (domain) => domain.resolver.updateRepository({ repository: "team", upstreams: ["other", "shared"] }),
    ],
    [
      "the connection is removed",
      (domain) => domain.resolver.disassociateExternalConnection("npm-store", "public:npmjs"),
    ],
    [
      "the registry offers a new version",
      (domain) => {
        domain.registry.add("lodash@3.0.0");
        domain.clock.advance(5 * MINUTE);
      },
    ],
    [
      "the registry goes down",
      (domain) => {
        domain.registry.goDown();
        domain.clock.advance(5 * MINUTE);
      },
    ],
  ];
  test.each(changes)("changes when %s", async (_, change) => {
    const domain = await seen();
    const before = await fingerprint(domain);
    await change(domain);
    expect(await fingerprint(domain)).not.toBe(before);
  });

  test("of content that a change overtook is never that of the changed content", async () => {
    const { references } = createMemoryStores();
    let overtake: (() => Promise<void>) | undefined;
    const fingerprintOf: typeof references.fingerprint = async (of) => {
      const run = overtake;
      overtake = undefined;
      await run?.();
      return references.fingerprint(of);
    };
    const domain = await buildResolver({
      repositories: { team: {} },
      stores: { references: { ...references, fingerprint: fingerprintOf } },
    });
    await domain.publish("team", "lodash@1.0.0", { tags: ["beta"] });
    overtake = () => domain.setTags("team", "lodash", { stable: "1.0.0" });
    const overtaken = await domain.resolver.viewPackage("team", lodash);
    const current = await domain.resolver.viewPackage("team", lodash);
    expect((await current.load()).tags).toHaveProperty("stable");
    expect((await overtaken.load()).tags).not.toHaveProperty("stable");
    expect(overtaken.fingerprint).not.toBe(current.fingerprint);
  });
});
