/**
 * `fill-the-disk.ts <folder>`: opens the store in the folder, writes assets and then records until the disk is full, and
 * says with which codes that ended and what is there afterwards.
 */
import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Change, isHeadwaterError } from "@headwater/resolver";
import { createKeyTextProvider, openStore } from "@headwater/store";

const [folder = ""] = process.argv.slice(2);
const open = () =>
  openStore({
    references: { type: "sqlite", path: join(folder, "references.sqlite") },
    assets: { type: "file", path: join(folder, "assets") },
    domain: { name: "acme", owner: "111122223333" },
    keyProvider: createKeyTextProvider({ text: "ab".repeat(32), origin: "the test" }),
  });
const codeOf = (error: unknown): string => (isHeadwaterError(error) ? error.code : String(error));

try {
  const { assets, close, references, renditions } = await open();
  const locations: string[] = [];
  const assetCode = await failure(async () => {
    const writer = await assets.create();
    await writer.write(randomBytes(150_000));
    locations.push(await writer.finish());
  });
  const leftovers = await readdir(join(folder, "assets", "tmp"));
  let records = 0;
  const recordCode = await failure(async () => {
    const changes = Array.from({ length: 100 }, (_, index): Change => ({
      type: "put",
      key: { type: "garbage", of: "asset", id: `${records + index}` },
      value: { markedTime: 1 },
    }));
    await references.commit(changes);
    records += changes.length;
  });
  const renditionPut = await renditions.put(
    { repository: "team", package: "npm//x", variant: "full" },
    { fingerprint: "f", bytes: randomBytes(500_000) },
  );
  const recordsHeld = (await references.list({ type: "garbage" })).records.length;
  let assetsWhole = 0;
  for (const location of locations) if ((await assets.read(location)).length === 150_000) assetsWhole += 1;
  for (const location of locations) await assets.remove(location);
  const afterwards = await references.commit([{ type: "delete", key: { type: "garbage", of: "asset", id: "0" } }]);
  await close();
  console.log(
    JSON.stringify({
      assetCode,
      leftovers,
      assetsLost: locations.length - assetsWhole,
      recordCode,
      recordsLost: records - recordsHeld,
      someOfBoth: locations.length > 0 && records > 0,
      renditionPut,
      committedAfterwards: afterwards.committed,
    }),
  );
} catch (error) {
  console.log(JSON.stringify({ code: codeOf(error), message: error instanceof Error ? error.message : "" }));
}

async function failure(run: () => Promise<void>): Promise<string> {
  for (let round = 0; round < 10_000; round++) {
    try {
      await run();
    } catch (error) {
      return codeOf(error);
    }
  }
  return "no failure";
}
