/** Sweeps and everything else at the same time, in every order of their steps that chance finds: no reference ever dangles. */
import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { type BuiltResolver, buildResolver, install } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, coordinateOf } from "../../../../test/kit/scripted-registry.ts";
import { isHeadwaterError } from "../../src/errors/headwater-error.ts";
import { packageOf } from "../../src/names/coordinate.ts";
import type { AssetStore } from "../../src/ports/asset-store.ts";
import type { ReferenceStore } from "../../src/ports/reference-store.ts";
import type { Resolver } from "../../src/use-cases/resolver.ts";

/** The first two have the same bytes. */
const SPECS = ["a@1.0.0", "b@1.0.0", "c@1.0.0"] as const;
const REPOSITORIES = ["team", "npm-store"] as const;

type Step =
  | { readonly type: "install" | "delete"; readonly repository: string; readonly spec: string }
  | { readonly type: "retain"; readonly specs: readonly string[] }
  | { readonly type: "sweep" };

const onOne = fc.record({
  type: fc.constantFrom("install" as const, "delete" as const),
  repository: fc.constantFrom(...REPOSITORIES),
  spec: fc.constantFrom(...SPECS),
});
const retain = fc.record({ type: fc.constant("retain" as const), specs: fc.subarray([...SPECS], { minLength: 1 }) });
const sweep = fc.record({ type: fc.constant("sweep" as const) });
/** What each of some processes does, one step after the other. */
const processes = fc.array(fc.array<Step>(fc.oneof(onOne, retain, sweep), { minLength: 1, maxLength: 3 }), {
  minLength: 2,
  maxLength: 3,
});
/** References that are deleted before the processes start. */
const deletions = fc.subarray(
  SPECS.flatMap((spec) => REPOSITORIES.map((repository) => [repository, spec] as const)),
  { minLength: 4 },
);

/** Stores whose every operation waits for its turn. */
function inTurns(
  references: ReferenceStore,
  assets: AssetStore,
  turn: () => Promise<unknown>,
): { references: ReferenceStore; assets: AssetStore } {
  const after =
    <A extends unknown[], R>(operation: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      await turn();
      return operation(...given);
    };
  return {
    references: {
      get: (key) => after(() => references.get(key))(),
      getMany: (keys) => after(() => references.getMany(keys))(),
      list: (prefix, page) => after(() => references.list(prefix, page))(),
      fingerprint: after(references.fingerprint),
      commit: after(references.commit),
    },
    assets: { ...assets, create: after(assets.create), open: after(assets.open), remove: after(assets.remove) },
  };
}

/** Any step may lose against a sweep or a deletion without a grace period; it must say so with a Headwater error. */
async function run(resolver: Resolver, step: Step): Promise<void> {
  try {
    if (step.type === "sweep") await resolver.collectGarbage({ gracePeriod: 0 });
    else if (step.type === "retain")
      await resolver.retainInstall(
        "team",
        step.specs.map((spec) => ({ coordinate: coordinateOf(spec) })),
      );
    else if (step.type === "install") await install(resolver, step.repository, step.spec);
    else {
      const coordinate = coordinateOf(step.spec);
      await resolver.deletePackageVersions({
        repository: step.repository,
        package: packageOf(coordinate),
        versions: [coordinate.version],
      });
    }
  } catch (error) {
    if (!isHeadwaterError(error)) throw error;
  }
}

async function expectNoDanglingReference({
  references,
  assets,
  referenceOf,
  revisionOf,
}: BuiltResolver): Promise<void> {
  for (const repository of REPOSITORIES) {
    for (const spec of SPECS) {
      if ((await referenceOf(repository, spec)) === undefined) continue;
      for (const { hashes } of (await revisionOf(repository, spec)).assets) {
        const sha512 = hashes["SHA-512"];
        const asset = await references.get({ type: "asset", sha512 });
        const bytes = await assets.read(asset?.value.location ?? "");
        expect(createHash("sha512").update(bytes).digest("hex")).toBe(sha512);
      }
    }
  }
}

test("whatever the order of retaining, deleting and sweeping, no reference points at missing or wrong bytes, and nothing unreferenced stays for ever", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), deletions, processes, async (scheduler, unreferenced, all) => {
      const { references, assets } = createMemoryStores();
      const domain = await buildResolver({
        repositories: { team: { upstreams: ["npm-store"] }, "npm-store": { externalConnection: "public:npmjs" } },
        stores: { references, assets },
      });
      for (const spec of SPECS) domain.registry.add(spec, { bytes: bytesOf(spec === "c@1.0.0" ? "c" : "a and b") });
      for (const spec of SPECS) await domain.install("team", spec);
      for (const [repository, spec] of unreferenced) await domain.deleteVersion(repository, spec);
      const turns = inTurns(references, assets, () => scheduler.schedule(Promise.resolve()));
      const running = all.map(async (steps) => {
        const resolver = domain.restart(turns);
        for (const step of steps) await run(resolver, step);
      });
      await scheduler.waitFor(Promise.all(running));
      await expectNoDanglingReference(domain);
      for (let round = 0; round < 2; round += 1) await domain.resolver.collectGarbage({ gracePeriod: 0 });
      await expectNoDanglingReference(domain);
      const held = (await Promise.all(SPECS.map((spec) => domain.holders(spec)))).filter((each) => each.length > 0);
      expect((await references.list({ type: "revision" })).records).toHaveLength(held.length);
    }),
    { numRuns: 100 },
  );
});
