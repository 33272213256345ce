import { join } from "node:path";
import { expect, test } from "vitest";
import type { Warning } from "../src/warning.ts";
import { makeProject } from "./project.ts";

async function warningsOf(variables: Readonly<Record<string, string>>, times = 1): Promise<readonly Warning[]> {
  const { open, env } = await makeProject({ "headwater.yml": "domain: acme\n" });
  const warnings: Warning[] = [];
  for (let time = 1; time <= times; time += 1)
    await (await open({ env: { ...env, ...variables }, onWarning: (warning) => warnings.push(warning) })).close();
  return warnings;
}

test("a runner that makes a key of its own says so once, with the secret that it should have had", async () => {
  expect(await warningsOf({ CI: "true" }, 2)).toEqual([
    {
      code: "KEY_MADE_IN_CI",
      message: expect.stringContaining(join(".config", "headwater", "keys", "acme")) as string,
      hint: expect.stringContaining("give this job the secret HEADWATER_KEY") as string,
    },
  ]);
});

test.each([
  ["CI is not set", {}],
  ["CI is false", { CI: "false" }],
  ["the runner has the secret", { CI: "true", HEADWATER_KEY: Buffer.alloc(32, 9).toString("base64") }],
])("nothing is said when %s", async (_, variables) => {
  expect(await warningsOf(variables)).toEqual([]);
});
