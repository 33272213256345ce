import { defaultNpmRegistry } from "@headwater/formats";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecordedRegistry } from "../../../../test/kit/recorded-registry.ts";
import { LOOPBACK, headwaterOf, startRegistry } from "../domain-of-registry.ts";
import { DEFAULT_REGISTRY, makeYarnProject } from "../yarn-project.ts";

let registry: RecordedRegistry;
beforeAll(async () => {
  registry = await startRegistry("lib@1.0.0");
});
afterAll(() => registry.close());

test("a project's domain is opened once, whoever asks, and knows every URL under which lockfiles have its packages", async () => {
  const { configuration, domains } = await makeYarnProject({ headwater: headwaterOf(registry) });
  const [first, second] = await Promise.all([domains(configuration), domains(configuration)]);
  expect(first).toBe(second);
  expect(first?.repository).toBe("team");
  expect(first?.registries).toEqual([await defaultNpmRegistry(), "http://127.0.0.1:4873/npm/team/", registry.url]);
});

test("without a configuration there is the domain of the user's own folder", async () => {
  const { opened } = await makeYarnProject();
  const { domain, repository } = await opened();
  expect([domain.configuration.domain, repository]).toEqual(["local", "main"]);
});

test("HEADWATER_ENABLED that says no opens none", async () => {
  const { configuration, domains } = await makeYarnProject({ env: { HEADWATER_ENABLED: "0" } });
  expect(await domains(configuration)).toBeUndefined();
});

test("a domain that cannot be opened is the same error for everybody who asks", async () => {
  const { configuration, domains } = await makeYarnProject({ headwater: "colour: blue\n" });
  const [first, second] = await Promise.all([0, 1].map(() => domains(configuration).catch((error: unknown) => error)));
  expect(first).toMatchObject({ code: "CONFIGURATION_INVALID" });
  expect(second).toBe(first);
});

test("a request is answered by the project's repository, and what that lacks is fetched as Yarn's settings have it", async () => {
  const { opened } = await makeYarnProject({ headwater: headwaterOf(registry), yarnrc: LOOPBACK });
  const handler = (await opened()).handler(`${DEFAULT_REGISTRY}/`);
  expect((await opened()).handler(`${DEFAULT_REGISTRY}/`)).toBe(handler);
  const response = await handler(new Request("http://headwater.invalid/lib"));
  expect(await response.json()).toMatchObject({
    versions: { "1.0.0": { dist: { tarball: `${DEFAULT_REGISTRY}/lib/-/lib-1.0.0.tgz` } } },
  });

  const yarnrc = `${LOOPBACK}enableNetwork: false\n`;
  const shutIn = await (await makeYarnProject({ headwater: headwaterOf(registry), yarnrc })).opened();
  const refused = await shutIn.handler(`${DEFAULT_REGISTRY}/`)(new Request("http://headwater.invalid/lib"));
  expect(await refused.json()).toMatchObject({
    code: "EXTERNAL_REGISTRY_UNREACHABLE",
    error: expect.stringContaining("Yarn's setting enableNetwork does not allow it") as string,
  });
});

test("what a person should know is told once: warnings of the configuration, and that the registry could not be asked", async () => {
  const { opened } = await makeYarnProject({
    headwater: headwaterOf(registry).replace(" } }", ', token: "env:ABSENT_TOKEN" } }'),
    yarnrc: LOOPBACK,
  });
  const domain = await opened();
  expect(domain.takeWarnings()).toEqual([expect.stringMatching(/^The variable ABSENT_TOKEN, .* Set ABSENT_TOKEN, or/)]);
  expect(domain.takeWarnings()).toEqual([]);

  registry.setDown(true);
  const handler = domain.handler(`${DEFAULT_REGISTRY}/`);
  for (const name of ["lib", "other"]) await handler(new Request(`http://headwater.invalid/${name}`));
  registry.setDown(false);
  expect(domain.takeWarnings()).toEqual([
    expect.stringMatching(/could not be asked for the packument of lib: .*\(and 1 more such answers\)$/),
  ]);
  expect(domain.takeWarnings()).toEqual([]);
});
