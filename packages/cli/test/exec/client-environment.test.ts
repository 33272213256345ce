import { describe, expect, test } from "vitest";
import {
  type ClientEnvironmentOptions,
  clientEnvironment,
  environmentScopes,
} from "../../src/exec/client-environment.ts";

const endpoint = { url: "http://127.0.0.1:25000/", token: "TOKEN" };
const files = {
  userconfig: "/run/npmrc",
  yarnGlobalFolder: "/run/yarn",
  yarnCacheFolder: undefined,
  yarnPlugin: undefined,
  yarnPreload: undefined,
};

const environment = (options: Partial<ClientEnvironmentOptions> = {}): Record<string, string> =>
  clientEnvironment({
    env: {},
    secretVariables: [],
    endpoint,
    scopes: [],
    noProxy: undefined,
    yarnHttpWhitelist: [],
    files,
    ...options,
  });

describe("a client's environment", () => {
  test("names the endpoint and the run's token under the name of every client", () => {
    expect(environment()).toEqual({
      npm_config_registry: endpoint.url,
      "npm_config_//127.0.0.1:25000/:_authToken": "TOKEN",
      npm_config_replace_registry_host: "npmjs",
      npm_config_userconfig: "/run/npmrc",
      NPM_CONFIG_USERCONFIG: "/run/npmrc",
      PNPM_CONFIG_REGISTRY: endpoint.url,
      "PNPM_CONFIG_//127.0.0.1:25000/:_authToken": "TOKEN",
      BUN_CONFIG_REGISTRY: endpoint.url,
      HEADWATER_ENDPOINT: "http://127.0.0.1:25000/",
      BUN_CONFIG_TOKEN: "TOKEN",
      YARN_NPM_REGISTRY_SERVER: "http://127.0.0.1:25000",
      YARN_REGISTRY: "http://127.0.0.1:25000",
      YARN_NPM_AUTH_TOKEN: "TOKEN",
      YARN_NPM_ALWAYS_AUTH: "true",
      YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1",
      YARN_GLOBAL_FOLDER: "/run/yarn",
      NO_PROXY: "127.0.0.1",
      no_proxy: "127.0.0.1",
    });
  });

  test("keeps everything else of the user's, but no other registry and no other credentials for the endpoint", () => {
    const env = {
      PATH: "/bin",
      UNSET: undefined,
      NPM_CONFIG_REGISTRY: "https://npm.example.com/",
      NPM_TOKEN: "for npmrc",
      npm_config__authToken: "old",
      "npm_config_//127.0.0.1:4873/:_authToken": "old",
      "npm_config_//npm.example.com/:_authToken": "kept",
      BUN_CONFIG_TOKEN: "old",
      YARN_NPM_AUTH_IDENT: "old",
      YARN_HTTP_PROXY: "http://proxy.example:8080",
    };
    const result = environment({ env });
    expect(result).toMatchObject({
      PATH: "/bin",
      NPM_TOKEN: "for npmrc",
      "npm_config_//npm.example.com/:_authToken": "kept",
      YARN_HTTP_PROXY: env.YARN_HTTP_PROXY,
    });
    for (const gone of [
      "NPM_CONFIG_REGISTRY",
      "npm_config__authToken",
      "npm_config_//127.0.0.1:4873/:_authToken",
      "YARN_NPM_AUTH_IDENT",
      "UNSET",
    ]) {
      expect(result, gone).not.toHaveProperty([gone]);
    }
    expect(Object.values(result)).not.toContain("old");
  });

  test("holds no secret of ours", () => {
    const env = { HEADWATER_KEY: "key", MIRROR_TOKEN: "mirror", NPM_TOKEN: "for npmrc" };
    const result = environment({ env, secretVariables: ["HEADWATER_KEY", "MIRROR_TOKEN"] });
    expect(result).not.toHaveProperty("HEADWATER_KEY");
    expect(result).not.toHaveProperty("MIRROR_TOKEN");
    expect(result).toHaveProperty("NPM_TOKEN", "for npmrc");
  });

  test("is not led to the endpoint through a proxy", () => {
    const { NO_PROXY, no_proxy, npm_config_noproxy } = environment({
      env: { NO_PROXY: "a.example" },
      noProxy: "b.example",
    });
    expect([NO_PROXY, no_proxy, npm_config_noproxy]).toEqual([
      "a.example,127.0.0.1",
      "a.example,127.0.0.1",
      "b.example,127.0.0.1",
    ]);
  });

  test("sends scopes to the endpoint, also those that the environment itself sent elsewhere", () => {
    const env = {
      "npm_config_@acme:registry": "https://a.example/",
      "NPM_CONFIG_@direct:registry": "https://d.example/",
    };
    expect(environmentScopes(env)).toEqual(["@acme", "@direct"]);
    const result = environment({ env, scopes: ["@acme", "@my_team"] });
    expect(result["npm_config_@acme:registry"]).toBe(endpoint.url);
    expect(result["NPM_CONFIG_@direct:registry"]).toBe("https://d.example/");
    // npm would read it as @my-team.
    expect(result).not.toHaveProperty(["npm_config_@my_team:registry"]);
  });

  test("leaves the user's npmrc in its place when no other is given", () => {
    expect(
      environment({ files: { ...files, userconfig: undefined }, env: { npm_config_userconfig: "/home/me/.npmrc" } })[
        "npm_config_userconfig"
      ],
    ).toBe("/home/me/.npmrc");
  });

  test("keeps Yarn's archives where they were, its whitelist and its plugins, without those of a run around this one", () => {
    const result = environment({
      env: { YARN_PLUGINS: "/mine.cjs;/tmp/headwater-exec-abc/plugin.cjs" },
      yarnHttpWhitelist: ["host.example"],
      files: { ...files, yarnCacheFolder: "/home/me/.yarn/berry/cache", yarnPlugin: "/run/plugin.cjs" },
    });
    expect(result).toMatchObject({
      YARN_ENABLE_GLOBAL_CACHE: "false",
      YARN_ENABLE_MIRROR: "false",
      YARN_CACHE_FOLDER: "/home/me/.yarn/berry/cache",
      YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1,host.example",
      YARN_PLUGINS: "/mine.cjs;/run/plugin.cjs",
    });
    // With a plugin, which carries it, the token is not one for every registry.
    expect(result).not.toHaveProperty("YARN_NPM_AUTH_TOKEN");
  });

  test("adds what is loaded into Yarn 1 to the user's NODE_OPTIONS, in place of that of a run around this one", () => {
    const first = environment({ files: { ...files, yarnPreload: "/tmp/headwater-exec-abc/y z.mjs" } })["NODE_OPTIONS"];
    expect(first).toMatch(/^--import=data:text\/javascript,\S+headwater-exec-abc\S+$/);
    const env = { NODE_OPTIONS: `--require "/my own.cjs" ${first}` };
    expect(environment({ env })["NODE_OPTIONS"]).toBe('--require "/my own.cjs"');
    expect(environment({ env: { NODE_OPTIONS: first } })).not.toHaveProperty("NODE_OPTIONS");
  });
});
