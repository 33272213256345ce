import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { type LockfileClient, lockfileClients } from "../kit/polluted-lockfile.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

/** `publicRegistry` is behind the domain; `other` is where settings files send scopes. */
let publicRegistry: RecordedRegistry;
let other: RecordedRegistry;
let project: HeadwaterProject;

beforeEach(async () => {
  const names = ["@acme/lib", "@my_team/tool", "plain"];
  publicRegistry = await startRecordedRegistry({
    packages: names.map((name) => buildPackage({ name, version: "1.0.0" })),
  });
  other = await startRecordedRegistry({
    packages: [...names, "@direct/lib"].map((name) => buildPackage({ name, version: "1.0.0" })),
  });
  const dependencies = { "@acme/lib": "1.0.0", "@direct/lib": "1.0.0", "@my_team/tool": "1.0.0", plain: "1.0.0" };
  project = await createHeadwaterProject({
    registry: publicRegistry.url,
    configuration: 'direct: ["@direct"]\n',
    files: {
      "package.json": JSON.stringify({ name: "app", version: "1.0.0", dependencies }),
      ".npmrc": `registry=${other.url}\n@acme:registry=${other.url}\n@direct:registry=${other.url}\n`,
      ".yarnrc.yml": yarnSettings(other.url.replace(/\/$/, "")),
    },
  });
  await mkdir(project.home, { recursive: true });
  await writeFile(
    join(project.home, ".npmrc"),
    `@my_team:registry=${other.url}\n//127.0.0.1:9/:_authToken=of-another-host\n`,
  );
});
afterEach(async () => {
  await project.close();
  await Promise.all([publicRegistry.close(), other.close()]);
});

const yarnSettings = (url: string): string =>
  `npmRegistryServer: "${url}"
npmScopes:
  acme: { npmRegistryServer: "${url}" }
  my_team: { npmRegistryServer: "${url}" }
  direct: { npmRegistryServer: "${url}" }
unsafeHttpWhitelist: [127.0.0.1]
npmMinimalAgeGate: 0
`;

/** Bun takes scopes from its files alone: it is warned about. */
const overridable = lockfileClients.filter((client) => client !== "bun");

describe.each(overridable)("%s with scopes that settings send elsewhere", (client: LockfileClient) => {
  test("fetches every scope but the direct ones through the domain, and retains just those", async () => {
    const { code, stdout, stderr } = await project.exec(client, ["install"]);
    expect(code, `${stdout}\n${stderr}`).toBe(0);
    expect(new Set(other.requests.map(({ url }) => packageOfPath(url)))).toEqual(new Set(["@direct/lib"]));
    expect(await project.held("team")).toEqual(["@acme/lib@1.0.0", "@my_team/tool@1.0.0", "plain@1.0.0"]);
  });

  test("never shows the run's token to the registry of a direct scope", async () => {
    await project.exec(client, ["install"]);
    expect(other.requests.length).toBeGreaterThan(0);
    expect(other.requests.filter(({ headers }) => headers["authorization"] !== undefined)).toEqual([]);
  });
});

test("bun with scopes that settings send elsewhere is warned about each, and what it fetched there is left out", async () => {
  const { code, stderr } = await project.exec("bun", ["install"]);
  expect(code, stderr).toBe(0);
  expect(stderr).toContain("Bun fetches packages of @acme from");
  expect(stderr).not.toContain("packages of @direct");
  expect(await project.held("team")).toEqual(["plain@1.0.0"]);
});

const packageOfPath = (url: string): string =>
  /^\/((?:@[^/%]+(?:%2f|\/))?[^/?]+)/i.exec(url)?.[1]?.replace(/%2f/i, "/") ?? url;
