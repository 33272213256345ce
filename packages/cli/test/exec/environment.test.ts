import { expect, test } from "vitest";
import { npmSetting } from "../../src/exec/environment.ts";

test("a setting of npm is found in any case, and an empty one is none", () => {
  expect(npmSetting({ NPM_CONFIG_USERCONFIG: "/a" }, "userconfig")).toBe("/a");
  expect(npmSetting({ npm_config_replace_registry_host: "never" }, "replace-registry-host")).toBe("never");
  expect(npmSetting({ npm_config_cache: "" }, "cache")).toBeUndefined();
});
