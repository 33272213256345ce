import { HeadwaterError } from "@headwater/resolver";
import { expect, test } from "vitest";
import { loadConfiguration } from "../src/configuration/load.ts";
import { explainRefusedStore } from "../src/explain-refused-store.ts";
import { makeProject } from "./project.ts";

const wrong = new HeadwaterError("KEY_WRONG", "The key is another.", { hint: "of the store" });

async function hintOf(error: unknown, variables: Readonly<Record<string, string>> = {}, isNew = false) {
  const { folder, env } = await makeProject({ "headwater.yml": "domain: acme\n" });
  const configuration = await loadConfiguration({ cwd: folder, env: { ...env, ...variables } });
  const explained = explainRefusedStore(error, configuration, isNew);
  return { folder, hint: explained instanceof HeadwaterError ? explained.hint : undefined, explained };
}

test("a key that does not open the store is told with where a key is looked for, HEADWATER_KEY and the store's folder", async () => {
  const { folder, hint } = await hintOf(wrong);
  for (const text of ["/.config/headwater/keys/acme", "HEADWATER_KEY", `move ${folder}/.headwater away`, "cache"])
    expect(hint).toContain(text);
  expect((await hintOf(wrong, { HEADWATER_KEY: "x" })).hint).toMatch(/^Set HEADWATER_KEY to the key of this store/);
});

test("where there is no store yet nothing is to be moved away", async () => {
  const { hint } = await hintOf(new HeadwaterError("KEY_NOT_FOUND", "None."), { HEADWATER_KEY: "" }, true);
  expect(hint).toMatch(/^Set HEADWATER_KEY to a key/);
  expect(hint).not.toContain("away");
});

test("what else a store is refused for stays as the store told it", async () => {
  for (const error of [
    new HeadwaterError("STORE_BUSY", "Busy."),
    new HeadwaterError("CONFIGURATION_INVALID", "Bad."),
    1,
  ])
    expect((await hintOf(error)).explained).toBe(error);
});
