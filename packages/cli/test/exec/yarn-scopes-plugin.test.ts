import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { yarnScopesPlugin } from "../../src/exec/yarn-scopes-plugin.ts";

/** As Yarn's Configuration: the values of maps are maps. */
class Configuration {
  readonly values: Readonly<Record<string, unknown>>;
  constructor(values: Readonly<Record<string, unknown>>) {
    this.values = values;
  }
  get(key: string): unknown {
    return this.values[key];
  }
}

interface Plugin {
  readonly name: string;
  readonly factory: (require: (name: string) => unknown) => unknown;
}

test("scopes but the direct ones get the endpoint and its token, and no other registry does", () => {
  const text = yarnScopesPlugin({ url: "http://127.0.0.1:25000/", token: "TOKEN" }, ["@direct"]);
  const plugin: { exports?: Plugin } = {};
  // Yarn reads the name in a context that has no require.
  runInNewContext(text, { module: plugin });
  expect(plugin["exports"]?.name).toMatch(/^@yarnpkg\/plugin-/);
  plugin["exports"]?.factory(() => ({ Configuration }));

  const scope = (registry: string): Map<string, unknown> => new Map([["npmRegistryServer", registry]]);
  const scopes = new Map([
    ["acme", scope("https://a.example")],
    ["direct", scope("https://d.example")],
  ]);
  const registries = new Map<string, Map<string, unknown>>();
  const configuration = new Configuration({ npmScopes: scopes, npmRegistries: registries, other: 1 });
  configuration.get("npmScopes");
  configuration.get("npmRegistries");
  expect(Object.fromEntries(scopes.get("acme") ?? [])).toEqual({
    npmRegistryServer: "http://127.0.0.1:25000",
    npmAuthToken: "TOKEN",
    npmAuthIdent: null,
    npmAlwaysAuth: true,
  });
  expect(Object.fromEntries(scopes.get("direct") ?? [])).toEqual({ npmRegistryServer: "https://d.example" });
  expect([...registries.keys()]).toEqual(["http://127.0.0.1:25000"]);
  expect(configuration.get("other")).toBe(1);
});
