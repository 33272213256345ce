import { expect, test } from "vitest";
import { describeRepositoryChange } from "../../src/declared-repositories/describe-repository-change.ts";

test.each([
  [{ type: "create", repository: "team", upstreams: ["aa", "bb"] }, "create team with the upstreams [aa, bb]"],
  [{ type: "create", repository: "team", upstreams: [] }, "create team"],
  [{ type: "set-upstreams", repository: "team", from: [], to: ["aa"] }, "change the upstreams of team from [] to [aa]"],
  [{ type: "set-description", repository: "team", from: "a", to: "b" }, 'change the description of team to "b"'],
  [
    { type: "set-tag-precedence", repository: "team", from: {}, to: { "*": "local", "@acme/*": "semver" } },
    "change whose dist-tags win in team from [] to [*: local, @acme/*: semver]",
  ],
  [{ type: "associate", repository: "team", connection: "public:npmjs" }, "connect team to public:npmjs"],
  [{ type: "disassociate", repository: "team", connection: "public:npmjs" }, "disconnect team from public:npmjs"],
] as const)("%j is told as: %s", (change, text) => {
  expect(describeRepositoryChange(change)).toBe(text);
});
