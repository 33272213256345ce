import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { yarnClassicRegistry } from "../../../../../test/kit/polluted-lockfile.ts";
import { testClientFolder } from "../../../../../test/kit/test-client.ts";
import { yarnDefaultRegistry } from "../../../src/npm/lockfile/yarn-default-registry.ts";

const program = (client: "yarn-1" | "yarn-4", path: string): Promise<string> =>
  readFile(join(testClientFolder(client), "node_modules", path), "utf8");

test("Yarn 1 and Yarn 4 say the same registry", async () => {
  expect(yarnDefaultRegistry(await program("yarn-1", "yarn/lib/cli.js"))).toBe(yarnClassicRegistry());
  expect(yarnDefaultRegistry(await program("yarn-4", "@yarnpkg/cli-dist/bin/yarn.js"))).toBe(yarnClassicRegistry());
});

test("Corepack says where it fetches Yarn 1 from; other programs say nothing", () => {
  expect(yarnDefaultRegistry('url: "https://yarn.example.com/yarn/-/yarn-{}.tgz",')).toBe("https://yarn.example.com/");
  expect(yarnDefaultRegistry('exec yarn "$@"')).toBeUndefined();
});
