import { describe, expect, test } from "vitest";
import { checkRepositories, chooseRepository } from "../../src/configuration/check-repositories.ts";

describe("declared repositories", () => {
  test("U1: ten upstreams are allowed, an eleventh is not", () => {
    const upstreams = Array.from({ length: 10 }, (_, index) => `store-${index}`);
    expect(checkRepositories({ team: { upstreams } })).toEqual([]);
    expect(checkRepositories({ team: { upstreams: [...upstreams, "one-more"] } })).toMatchObject([
      {
        path: ["repositories", "team", "upstreams"],
        code: "UPSTREAM_LIMIT_EXCEEDED",
        text: "team has 11 upstreams; a repository can have 10 (U1).",
      },
    ]);
  });

  test("U6: an upstream that stands twice is named by its place", () => {
    expect(checkRepositories({ team: { upstreams: ["aa", "bb", "aa"] } })).toMatchObject([
      { path: ["repositories", "team", "upstreams", 2] },
    ]);
  });

  test("U6: a loop is told with its way, for each repository in it", () => {
    const problems = checkRepositories({
      team: { upstreams: ["shared"] },
      shared: { upstreams: ["store", "team"] },
      store: {},
      other: { upstreams: ["team"] },
    });
    expect(problems).toMatchObject([
      { code: "UPSTREAM_CYCLE", text: "team is its own upstream: team -> shared -> team (U6)." },
      { code: "UPSTREAM_CYCLE", text: "shared is its own upstream: shared -> team -> shared (U6)." },
    ]);
  });

  test("U6: a repository is not its own upstream", () => {
    expect(checkRepositories({ team: { upstreams: ["team"] } })).toMatchObject([
      { text: "team is its own upstream: team -> team (U6)." },
    ]);
  });

  test("U6: a diamond is no loop", () => {
    expect(
      checkRepositories({
        team: { upstreams: ["left", "right"] },
        left: { upstreams: ["store"] },
        right: { upstreams: ["store"] },
        store: {},
      }),
    ).toEqual([]);
  });

  test("an upstream named like a property of all objects is just a name", () => {
    expect(checkRepositories({ team: { upstreams: ["constructor", "toString"] } })).toEqual([]);
  });
});

describe("the repository of a file that does not say", () => {
  test("is the only one that is nobody's upstream", () => {
    expect(chooseRepository({ store: {}, shared: { upstreams: ["store"] }, team: { upstreams: ["shared"] } })).toBe(
      "team",
    );
  });

  test("must be said when there are several", () => {
    expect(
      chooseRepository({ red: { upstreams: ["store"] }, blue: { upstreams: ["store"] }, store: {} }),
    ).toMatchObject({
      text: "the file does not say which repository this project talks to.",
      hint: 'Add, for example, "repository: red".',
    });
  });
});
