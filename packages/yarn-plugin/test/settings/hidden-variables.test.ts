import { expect, test } from "vitest";
import { hideVariables } from "../../src/settings/hidden-variables.ts";

test("variables are gone until they are put back, and no other is touched", () => {
  const env = { HEADWATER_KEY: "secret", PATH: "/bin" };
  const restore = hideVariables(["HEADWATER_KEY", "NOT_SET"], env);
  expect(env).toEqual({ PATH: "/bin" });
  restore();
  restore();
  expect(env).toEqual({ HEADWATER_KEY: "secret", PATH: "/bin" });
});
