import { expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { loadReachable, requireRepository } from "../../src/use-cases/load-repositories.ts";

test("every repository that can be reached is loaded once, also over a diamond; others are not", async () => {
  const repositories = {
    team: { upstreams: ["left", "right"] },
    left: { upstreams: ["store"] },
    right: { upstreams: ["store"] },
    store: {},
    other: {},
  };
  const { references } = await buildResolver({ repositories });
  const known = await loadReachable(references, ["team"]);
  expect([...known.keys()].toSorted()).toStrictEqual(["left", "right", "store", "team"]);
  expect(known.get("left")?.value.upstreams).toStrictEqual(["store"]);
});

test("R8: a name without a repository is left out", async () => {
  const { references } = await buildResolver({ repositories: { team: {} } });
  expect([...(await loadReachable(references, ["team", "gone"])).keys()]).toStrictEqual(["team"]);
});

test("a repository that is asked for and missing is an error that names it", async () => {
  const { references } = await buildResolver({ repositories: {} });
  await expect(requireRepository(references, "team")).rejects.toMatchObject({
    code: "REPOSITORY_NOT_FOUND",
    details: { repository: "team" },
  });
});
