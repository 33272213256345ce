import { describe, expect, test } from "vitest";
import type { DeclaredRepository } from "../../src/configuration/configuration.ts";
import {
  type ExistingRepository,
  planDeclaredRepositories,
} from "../../src/declared-repositories/plan-declared-repositories.ts";

const declared = (
  name: string,
  upstreams: readonly string[] = [],
  more: Partial<DeclaredRepository> = {},
): DeclaredRepository => ({ name, upstreams, ...more });

const existing = (
  upstreams: readonly string[] = [],
  connection?: string,
  description?: string,
): ExistingRepository => ({
  upstreams: upstreams.map((repositoryName) => ({ repositoryName })),
  externalConnections:
    connection === undefined ? [] : [{ externalConnectionName: connection, packageFormat: "npm", status: "Available" }],
  ...(description === undefined ? {} : { description }),
});

describe("the plan for declared repositories", () => {
  test("makes missing ones, upstreams before those that name them, and connects each at once", () => {
    const plan = planDeclaredRepositories(
      [
        declared("team", ["shared"]),
        declared("shared", ["npm-store"]),
        declared("npm-store", [], { externalConnection: "public:npmjs" }),
      ],
      new Map(),
    );
    expect(plan).toEqual([
      { type: "create", repository: "npm-store", upstreams: [] },
      { type: "associate", repository: "npm-store", connection: "public:npmjs" },
      { type: "create", repository: "shared", upstreams: ["npm-store"] },
      { type: "create", repository: "team", upstreams: ["shared"] },
    ]);
  });

  test("carries description and administrator account into a new one (R4)", () => {
    const plan = planDeclaredRepositories(
      [declared("team", [], { description: "ours", administratorAccount: "444455556666" })],
      new Map(),
    );
    expect(plan).toEqual([
      { type: "create", repository: "team", upstreams: [], description: "ours", administratorAccount: "444455556666" },
    ]);
  });

  test("is empty when nothing differs, and leaves undeclared ones alone", () => {
    const present = new Map([
      ["team", existing(["store"], undefined, "by hand")],
      ["store", existing([], "public:npmjs")],
      ["handmade", existing(["team"])],
    ]);
    expect(
      planDeclaredRepositories(
        [declared("team", ["store"]), declared("store", [], { externalConnection: "public:npmjs" })],
        present,
      ),
    ).toEqual([]);
  });

  test("U4: another order of upstreams is a difference", () => {
    expect(
      planDeclaredRepositories([declared("team", ["aa", "bb"])], new Map([["team", existing(["bb", "aa"])]])),
    ).toEqual([{ type: "set-upstreams", repository: "team", from: ["bb", "aa"], to: ["aa", "bb"] }]);
  });

  test("what the file leaves out, the repository shall not have", () => {
    expect(planDeclaredRepositories([declared("team")], new Map([["team", existing(["aa"], "public:npmjs")]]))).toEqual(
      [
        { type: "set-upstreams", repository: "team", from: ["aa"], to: [] },
        { type: "disassociate", repository: "team", connection: "public:npmjs" },
      ],
    );
  });

  test("E1: one connection goes before another comes", () => {
    expect(
      planDeclaredRepositories(
        [declared("store", [], { externalConnection: "public:npmjs" })],
        new Map([["store", existing([], "public:pypi")]]),
      ),
    ).toEqual([
      { type: "disassociate", repository: "store", connection: "public:pypi" },
      { type: "associate", repository: "store", connection: "public:npmjs" },
    ]);
  });

  test("a description is changed only where one is declared", () => {
    const present = new Map([["team", existing([], undefined, "old")]]);
    expect(planDeclaredRepositories([declared("team", [], { description: "new" })], present)).toEqual([
      { type: "set-description", repository: "team", from: "old", to: "new" },
    ]);
  });

  test("turning a chain around takes the old upstream away before it makes the new one, so that no step closes a loop", () => {
    const present = new Map([
      ["aa", existing(["bb"])],
      ["bb", existing()],
    ]);
    expect(planDeclaredRepositories([declared("bb", ["aa"]), declared("aa")], present)).toEqual([
      { type: "set-upstreams", repository: "aa", from: ["bb"], to: [] },
      { type: "set-upstreams", repository: "bb", from: [], to: ["aa"] },
    ]);
  });

  test("whose dist-tags win is changed where the file says otherwise, or no more, and never for the order of its lines", () => {
    const present = new Map([
      ["team", { ...existing(), tagPrecedence: { "*": "local", lodash: "semver" } as const }],
      ["plain", existing()],
    ]);
    const steps = (tagPrecedence?: DeclaredRepository["tagPrecedence"]) =>
      planDeclaredRepositories(
        [declared("team", [], tagPrecedence === undefined ? {} : { tagPrecedence }), declared("plain")],
        present,
      );
    expect(steps({ lodash: "semver", "*": "local" })).toEqual([]);
    const from = { "*": "local", lodash: "semver" };
    expect(steps({ "*": "local" })).toEqual([
      { type: "set-tag-precedence", repository: "team", from, to: { "*": "local" } },
    ]);
    expect(steps()).toEqual([{ type: "set-tag-precedence", repository: "team", from, to: {} }]);
  });

  test("a new repository is made with what it says of dist-tags", () => {
    expect(planDeclaredRepositories([declared("team", [], { tagPrecedence: { "*": "semver" } })], new Map())).toEqual([
      { type: "create", repository: "team", upstreams: [], tagPrecedence: { "*": "semver" } },
    ]);
  });
});
