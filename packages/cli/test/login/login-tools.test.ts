import { expect, test } from "vitest";
import { LOGIN_TOOLS, endpointFor, userSettingsPath } from "../../src/login/login-tools.ts";

test("each client has its user's own file, where its variables say so elsewhere", () => {
  const paths = (env: Readonly<Record<string, string>>) => LOGIN_TOOLS.map((tool) => userSettingsPath(tool, env));
  expect(paths({ HOME: "/me" })).toEqual([
    "/me/.npmrc",
    "/me/.npmrc",
    "/me/.yarnrc.yml",
    "/me/.npmrc",
    "/me/.bunfig.toml",
  ]);
  const elsewhere = { HOME: "/me", NPM_CONFIG_USERCONFIG: "/n/rc", YARN_RC_FILENAME: ".y.yml", XDG_CONFIG_HOME: "/x" };
  expect(paths(elsewhere)).toEqual(["/n/rc", "/n/rc", "/me/.y.yml", "/n/rc", "/x/.bunfig.toml"]);
});

test("only npmrc names the endpoint of a scope", () => {
  const endpoint = "http://127.0.0.1:4873/npm/team/";
  const of = (namespace: string | undefined) => LOGIN_TOOLS.map((tool) => endpointFor(tool, endpoint, namespace));
  expect(of("acme")).toEqual([`${endpoint}@acme/`, `${endpoint}@acme/`, endpoint, `${endpoint}@acme/`, endpoint]);
  expect(new Set(of(undefined))).toEqual(new Set([endpoint]));
});
