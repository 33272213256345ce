/**
 * `race-for-records.ts <folder> <name> <rounds>`: opens the store in the folder, making it if need be, and says whether it
 * did. After a line of input it claims one record per round, which others claim too, adds to a counter in each round by
 * read and replace, and says which rounds it won.
 */
import { once } from "node:events";
import { join } from "node:path";
import type { Change } from "@headwater/resolver";
import { createKeyFileProvider, openStore } from "@headwater/store";

const [folder = "", name = "", rounds = ""] = process.argv.slice(2);

await once(process.stdin, "data");
const { close, created, references } = await openStore({
  references: { type: "sqlite", path: join(folder, "store", "references.sqlite") },
  assets: { type: "file", path: join(folder, "store", "assets") },
  domain: { name: "acme", owner: "111122223333" },
  keyProvider: createKeyFileProvider({ path: join(folder, "keys", "acme") }),
});
console.log(JSON.stringify({ created }));

await once(process.stdin, "data");
const won: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  const claim: Change = {
    type: "insert",
    key: { type: "revision", revision: `${round}` },
    value: { id: name, coordinate: { format: "npm", name, version: "1.0.0" }, manifest: {}, assets: [] },
    ifPresent: "conflict",
  };
  if ((await references.commit([claim])).committed) won.push(round);
  while (!(await addOne()));
}
console.log(JSON.stringify({ won }));
process.stdin.destroy();
await close();

async function addOne(): Promise<boolean> {
  const key = { type: "garbage", of: "asset", id: "counter" } as const;
  const read = await references.get(key);
  const value = { markedTime: (read?.value.markedTime ?? 0) + 1 };
  const change: Change =
    read === undefined
      ? { type: "insert", key, value, ifPresent: "conflict" }
      : { type: "replace", key, value, stamp: read.stamp };
  return (await references.commit([change])).committed;
}
