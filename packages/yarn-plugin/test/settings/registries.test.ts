import { Configuration } from "@yarnpkg/core";
import { expect, test } from "vitest";
import { registryCredentials, registrySettings } from "../../src/settings/registries.ts";
import { DEFAULT_REGISTRY, makeYarnProject } from "../yarn-project.ts";

test("a project that says nothing has Yarn's default registry, no scopes and no credentials", async () => {
  const { configuration } = await makeYarnProject();
  expect(registrySettings(configuration)).toEqual({
    registry: DEFAULT_REGISTRY,
    defaultRegistry: DEFAULT_REGISTRY,
    scopes: new Map(),
  });
  expect(registryCredentials(configuration, DEFAULT_REGISTRY)).toEqual({});
});

test("a project's registry and those of its scopes are its own; a scope without one has none here", async () => {
  const { configuration } = await makeYarnProject({
    yarnrc: `npmRegistryServer: https://npm.example.com/path
npmScopes:
  acme: { npmRegistryServer: "https://acme.example.com" }
  silent: { npmAuthToken: t }
`,
  });
  expect(registrySettings(configuration)).toEqual({
    registry: "https://npm.example.com/path",
    defaultRegistry: DEFAULT_REGISTRY,
    scopes: new Map([["@acme", "https://acme.example.com"]]),
  });
});

test("a registry's own credentials go before the project's, with its protocol or without", async () => {
  const { configuration } = await makeYarnProject({
    yarnrc: `npmAuthToken: of-the-project
npmRegistries:
  "https://token.example.com": { npmAuthToken: its-own }
  "//ident.example.com/npm": { npmAuthIdent: "user:password" }
  "//empty.example.com": {}
`,
  });
  expect(registryCredentials(configuration, "https://token.example.com/")).toEqual({ token: "its-own" });
  expect(registryCredentials(configuration, "https://ident.example.com/npm")).toEqual({ ident: "user:password" });
  expect(registryCredentials(configuration, "https://empty.example.com")).toEqual({});
  expect(registryCredentials(configuration, "https://other.example.com")).toEqual({ token: "of-the-project" });
});

test("a Yarn without its npm plugin has no registries at all", () => {
  const configuration = Configuration.create("/" as Configuration["startingCwd"]);
  expect(registrySettings(configuration)).toEqual({ registry: "", defaultRegistry: undefined, scopes: new Map() });
  expect(registryCredentials(configuration, "https://npm.example.com")).toEqual({});
});
