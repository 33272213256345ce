import { describe, expect, test } from "vitest";
import { nearestName } from "../../src/configuration/nearest-name.ts";

describe("the nearest name", () => {
  test.each([
    ["upstream", "upstreams"],
    ["Upstreams", "upstreams"],
    ["upsteams", "upstreams"],
    ["repositoris", "repositories"],
    ["reposytory", "repository"],
  ])("%s is meant as %s", (written, meant) => {
    expect(nearestName(written, ["upstreams", "repository", "repositories", "externalConnection"])).toBe(meant);
  });

  test.each(["registry", "x", "", "externalConnectionsOfMine"])("%s is near nothing", (written) => {
    expect(nearestName(written, ["upstreams", "description", "externalConnection"])).toBeUndefined();
  });

  test("of two near names the nearer one is meant", () => {
    expect(nearestName("team-b", ["team-aa", "team-bb"])).toBe("team-bb");
  });
});
