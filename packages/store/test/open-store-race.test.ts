import { join } from "node:path";
import { createKeyFileProvider, openStore } from "@headwater/store";
import { describe, expect, it } from "vitest";
import { runScript } from "./processes/run-script.ts";
import { temporaryFolders } from "./temporary-folder.ts";

const newFolder = temporaryFolders();
const PROCESSES = ["one", "two", "three"];
const ROUNDS = 60;
const RACE = new URL("./processes/race-for-records.ts", import.meta.url);

describe("three processes on one store", () => {
  it("make it once, win each record once and lose no change", async () => {
    const folder = await newFolder();
    const scripts = PROCESSES.map((name) => runScript(RACE, [folder, name, `${ROUNDS}`]));
    for (const script of scripts) script.say("open");
    const opened = await Promise.all(scripts.map((script) => script.next()));
    expect(opened.map((said) => JSON.stringify(said)).toSorted()).toEqual([
      '{"created":false}',
      '{"created":false}',
      '{"created":true}',
    ]);

    for (const script of scripts) script.say("go");
    const outcomes = (await Promise.all(scripts.map((script) => script.next()))) as { readonly won: number[] }[];
    for (const script of scripts) await script.end();
    const won = outcomes.flatMap((outcome) => outcome.won);
    expect(won.toSorted((a, b) => a - b)).toEqual(Array.from({ length: ROUNDS }, (_, round) => round));

    const { close, references } = await openStore({
      references: { type: "sqlite", path: join(folder, "store", "references.sqlite") },
      assets: { type: "file", path: join(folder, "store", "assets") },
      domain: { name: "acme", owner: "111122223333" },
      keyProvider: createKeyFileProvider({ path: join(folder, "keys", "acme") }),
    });
    const counter = await references.get({ type: "garbage", of: "asset", id: "counter" });
    expect(counter?.value.markedTime).toBe(PROCESSES.length * ROUNDS);
    const { records } = await references.list({ type: "revision" });
    for (const [index, name] of PROCESSES.entries()) {
      const held = records.filter(({ value }) => value.id === name).map(({ key }) => Number(key.revision));
      expect(held.toSorted((a, b) => a - b)).toEqual(outcomes[index]?.won);
    }
    await close();
  });
});
