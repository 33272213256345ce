import { expect, test } from "vitest";
import { streamOf } from "../../../../test/kit/generic-package.ts";
import { type BuiltResolver, buildResolver, drain } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf } from "../../../../test/kit/scripted-registry.ts";
import type { ReceivedAsset } from "../../src/asset/verified-stream.ts";
import { holdReceived } from "../../src/use-cases/hold-received.ts";

const build = (): Promise<BuiltResolver> => buildResolver({ repositories: { team: {} } });
const receive = ({ resolver }: BuiltResolver, text = "bytes"): Promise<ReceivedAsset> =>
  resolver.stageAsset(streamOf(text));

/** Where the record of the bytes leads to. */
async function recorded(
  { references }: BuiltResolver,
  { hashes }: Pick<ReceivedAsset, "hashes">,
): Promise<string | undefined> {
  return (await references.get({ type: "asset", sha512: hashes["SHA-512"] }))?.value.location;
}

async function hold(domain: BuiltResolver, ...received: readonly ReceivedAsset[]) {
  const { changes, areHeld } = await holdReceived(domain, received);
  return { areHeld, committed: (await domain.references.commit(changes)).committed };
}

test("D5: bytes that are new get a record; whole bytes that are held stay where they are", async () => {
  const domain = await build();
  const [first, second] = [await receive(domain), await receive(domain)];
  expect(await hold(domain, first)).toStrictEqual({ areHeld: false, committed: true });
  expect(await hold(domain, second)).toStrictEqual({ areHeld: true, committed: true });
  expect(await recorded(domain, first)).toBe(first.location);
});

test("a record whose bytes are gone leads to the received ones, also when they come under two names", async () => {
  const domain = await build();
  const lost = await receive(domain);
  await hold(domain, lost);
  await domain.assets.remove(lost.location);
  const [first, second] = [await receive(domain), await receive(domain)];
  expect(await hold(domain, first, second)).toStrictEqual({ areHeld: false, committed: true });
  expect(await recorded(domain, lost)).toBe(first.location);
});

test("a record whose bytes were cut short leads to the received ones", async () => {
  const domain = await build();
  const { location } = await receive(domain, "byt");
  const received = await receive(domain);
  await hold(domain, { ...received, location });
  expect((await hold(domain, received)).areHeld).toBe(false);
  const kept = (await recorded(domain, received)) ?? "";
  expect((await drain(await domain.assets.open(kept))).toString()).toBe("bytes");
});

test("of two that replace lost bytes at the same instant one conflicts, and then finds them held", async () => {
  const domain = await build();
  const lost = await receive(domain);
  await hold(domain, lost);
  await domain.assets.remove(lost.location);
  const [first, second] = [await receive(domain), await receive(domain)];
  const late = await holdReceived(domain, [second]);
  await hold(domain, first);
  expect((await domain.references.commit(late.changes)).committed).toBe(false);
  expect(await hold(domain, second)).toStrictEqual({ areHeld: true, committed: true });
  expect(await recorded(domain, lost)).toBe(first.location);
});

test.each(["a request", "an install's retention"] as const)(
  "%s that fetches bytes of a lost record, of which the registry announced no digest, keeps them",
  async (way) => {
    const domain = await buildResolver({ repositories: { team: { externalConnection: "public:npmjs" } } });
    domain.registry.add("tool@1.0.0", { integrity: null });
    const bytes = await domain.install("team", "tool@1.0.0");
    for (const { hashes } of (await domain.revisionOf("team", "tool@1.0.0")).assets)
      await domain.assets.remove((await recorded(domain, { hashes })) ?? "");
    await domain.deleteVersion("team", "tool@1.0.0");
    if (way === "a request") await domain.install("team", "tool@1.0.0");
    else await domain.resolver.retainInstall("team", [{ coordinate: coordinateOf("tool@1.0.0") }]);
    domain.registry.goDown();
    expect((await domain.install("team", "tool@1.0.0")).equals(bytes)).toBe(true);
  },
);
