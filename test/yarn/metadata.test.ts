import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { YARN_METADATA_TYPE } from "@headwater/formats";
import { allowAnyone } from "@headwater/server";
import { expect, test, vi } from "vitest";
import { copyProject } from "../kit/golden-lockfile.ts";
import { startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { createYarnProject, manifest, type YarnProject } from "../kit/yarn-project.ts";

vi.setConfig({ testTimeout: 180_000 });

/** Fields that no recorded package has, and some that Yarn does not keep. */
const manifestWithAll = {
  bin: { many: "index.js" },
  bundleDependencies: ["bundled"],
  cpu: ["x64", "arm64"],
  dependencies: { "is-odd": "^3.0.1" },
  dependenciesMeta: { "is-odd": { built: false } },
  deprecated: "use something else",
  devDependencies: { mocha: "^10.0.0" },
  engines: { node: ">=20" },
  libc: ["glibc"],
  optionalDependencies: { "is-number": "^7.0.0" },
  os: ["linux", "darwin", "win32"],
  peerDependencies: { semver: "*" },
  peerDependenciesMeta: { semver: { optional: true } },
  publishConfig: { access: "public" },
  scripts: { test: "mocha", postinstall: "true" },
};

interface Metadata {
  readonly versions: Readonly<Record<string, { readonly name: string }>>;
}

/** What Yarn alone wrote down of each package that it resolved, by name. */
async function metadataOfYarn({ home }: YarnProject): Promise<ReadonlyMap<string, Metadata>> {
  const folder = join(home, ".yarn", "berry", "metadata");
  const files = await readdir(folder, { recursive: true });
  const found = new Map<string, Metadata>();
  for (const file of files.filter((name) => name.endsWith(".json"))) {
    const { metadata } = JSON.parse(await readFile(join(folder, file), "utf8")) as { metadata: Metadata };
    found.set(Object.values(metadata.versions)[0]?.name ?? "", metadata);
  }
  return found;
}

test("what the plugin gives Yarn of a packument is exactly what this Yarn picks from the full one", async () => {
  const registry = await startRecordedRegistry({
    packages: [buildPackage({ name: "everything", version: "1.0.0", manifest: manifestWithAll })],
  });
  const project = await createYarnProject({ registry: registry.url, withPlugin: false });
  try {
    await copyProject("express", project.folder);
    const known = JSON.parse(await readFile(join(project.folder, "package.json"), "utf8")) as { dependencies: object };
    const dependencies = { ...known.dependencies, everything: "1.0.0" };
    await project.write({ "package.json": manifest({ ...known, dependencies }) });
    const env = { YARN_NPM_REGISTRY_SERVER: registry.url };
    await project.yarnSucceeds(["install", "--mode=update-lockfile"], { env });
    const picked = await metadataOfYarn(project);
    expect(picked.size).toBeGreaterThan(100);

    const domain = await project.open();
    const handler = domain.handler({
      mount: { type: "repository", baseUrl: registry.url, format: "npm", repository: "team" },
      authenticate: allowAnyone,
    });
    const given = new Map<string, unknown>();
    for (const name of picked.keys()) {
      const headers = { accept: YARN_METADATA_TYPE };
      given.set(name, await (await handler(new Request(`http://domain.invalid/${name}`, { headers }))).json());
    }
    await domain.close();
    expect(given).toEqual(picked);
    expect(picked.get("everything")).toMatchObject({ versions: { "1.0.0": { deprecated: "use something else" } } });
  } finally {
    await project.close();
    await registry.close();
  }
});
