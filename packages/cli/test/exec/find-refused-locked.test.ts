import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { parseClientCall } from "../../src/exec/client-call.ts";
import { findRefusedLocked } from "../../src/exec/find-refused-locked.ts";
import { type TestDomain, createTestDomain } from "../command-runner.ts";

const lib = buildPackage({ name: "lib", version: "1.0.0" });
let domain: TestDomain;

beforeAll(async () => {
  domain = await createTestDomain([lib, buildPackage({ name: "good", version: "1.0.0" })]);
  await domain.retain("team", lib);
  await domain.within(({ resolver }) =>
    resolver.updatePackageVersionsStatus({
      repository: "team",
      package: { format: "npm", name: "lib" },
      versions: ["1.0.0"],
      targetStatus: "Archived",
    }),
  );
  const packages = { "node_modules/lib": { version: "1.0.0" }, "node_modules/good": { version: "1.0.0" } };
  await writeFile(join(domain.folder, "package.json"), "{}");
  await writeFile(join(domain.folder, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages }));
});
afterAll(() => domain.close());

const refused = (command: string, direct: readonly string[] = []): Promise<readonly string[]> =>
  domain.within(async (opened) => {
    const call = parseClientCall(command.split(" "), domain.folder);
    const found = await findRefusedLocked(opened, "team", call, { registries: [], direct });
    return found.map(({ coordinate, error }) => `${coordinate.name}@${coordinate.version} ${error.code}`);
  });

test("names the locked versions that the repository refuses, with the reason (S5)", async () => {
  expect(await refused("npm ci")).toEqual(["lib@1.0.0 PACKAGE_VERSION_REFUSED"]);
});

test("asks neither for a package that is chosen anew, nor for commands that install nothing, nor for clients without a lockfile", async () => {
  expect(await refused("npm install lib@2")).toEqual([]);
  expect(await refused("npm view lib")).toEqual([]);
  expect(await refused("pnpm install")).toEqual([]);
  expect(await refused("make")).toEqual([]);
});
