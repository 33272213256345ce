import { join } from "node:path";
import { expect, test } from "vitest";
import { startRecordedRegistry } from "../../kit/recorded-registry.ts";
import { buildPackage } from "../../kit/tarball-builder.ts";
import { createYarnFaultProject, reportOf } from "../../kit/yarn-fault-project.ts";

const names = Array.from({ length: 12 }, (_, index) => `package-${index}`);
const manifest = (of: readonly string[]) => Object.fromEntries(of.map((name) => [name, "1.0.0"]));

test("two projects that install at the same instant into one store that is not there yet both succeed, and no reference is lost", async () => {
  const registry = await startRecordedRegistry({
    packages: names.map((name) => buildPackage({ name, version: "1.0.0" })),
  });
  const one = await createYarnFaultProject({ registry: registry.url, dependencies: manifest(names.slice(0, 9)) });
  const two = await createYarnFaultProject({ registry: registry.url, dependencies: manifest(names.slice(3)) });
  // The other project, with its own client caches, has the domain and the key of the first.
  const env = { HEADWATER_CONFIG: one.configFile, XDG_CONFIG_HOME: join(one.home, ".config") };
  const runs = await Promise.all([one.yarn(["install"]), two.yarn(["install"], { env })]);
  for (const { code, stdout, stderr } of runs)
    expect({ code, report: reportOf(stdout), stderr }).toEqual({ code: 0, report: [], stderr: "" });
  for (const repository of ["team", "npm-store"])
    expect(await one.held(repository)).toEqual(names.map((name) => `${name}@1.0.0`).toSorted());
  expect(await one.harm()).toEqual([]);
  await one.close();
  await two.close();
  await registry.close();
});
