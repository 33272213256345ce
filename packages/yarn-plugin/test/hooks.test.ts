import type { InstallOptions, WrapNetworkRequestInfo } from "@yarnpkg/core";
import { expect, test, vi } from "vitest";
import { DEFAULT_REGISTRY, makeYarnProject, reported } from "./yarn-project.ts";

// The build puts it in.
vi.stubGlobal("ENGINE_ID", "test");
const { createHooks } = await import("../src/hooks.ts");

const hooks = createHooks();
const executor = async (): Promise<never> => {
  throw new Error("the network was asked");
};
const wrap = async (target: string) => {
  const { configuration } = await makeYarnProject({
    yarnrc: 'npmScopes: { acme: { npmRegistryServer: "https://acme.example.com/npm" } }\n',
  });
  return hooks.wrapNetworkRequest?.(executor, {
    target,
    configuration,
    headers: {},
  } as unknown as WrapNetworkRequestInfo);
};

test.each([
  `${DEFAULT_REGISTRY}/lib`,
  "https://acme.example.com/npm/@acme%2fui",
  "https://old.example.com/lib/-/lib-1.0.0.tgz",
])("%s is the domain's to answer", async (target) => {
  expect(await wrap(target)).not.toBe(executor);
});

test.each(["https://other.example.com/lib", "https://plugins.example.com/plugin.js"])(
  "%s is Yarn's own affair",
  async (target) => {
    expect(await wrap(target)).toBe(executor);
  },
);

test("HEADWATER_ENABLED=0 leaves everything to Yarn, and loads no engine", async () => {
  const made = await makeYarnProject({ env: { HEADWATER_ENABLED: "0" } });
  const project = await made.project();
  const { exitCode, lines } = await reported(made.configuration, async (report) => {
    for (const begin of [
      () => hooks.validateProject?.(project, report),
      () => hooks.globalHashGeneration?.(project, () => expect.unreachable()),
      () => hooks.afterAllInstalled?.(project, { report } as InstallOptions),
    ])
      await (begin() as unknown);
  });
  expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: [] });
  expect(await wrap(`${DEFAULT_REGISTRY}/lib`)).toBe(executor);
});

test("scripts that run while nothing is installed keep their environment, and load no engine", async () => {
  const project = await (await makeYarnProject()).project();
  const env = { HEADWATER_KEY: "secret" };
  await hooks.setupScriptEnvironment?.(project, env, async () => undefined);
  expect(env).toEqual({ HEADWATER_KEY: "secret" });
});
