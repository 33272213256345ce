import { expect, test } from "vitest";
import { serverProblem } from "../../src/login/server-problem.ts";

test("what answers well is no problem", () => {
  expect(serverProblem(200, "http://127.0.0.1:4873/npm/team/")).toBeUndefined();
});

test.each([
  [undefined, "Nothing answers"],
  [401, "does not take this token"],
  [404, "has no repository"],
  [502, "answered 502"],
])("the status %s means %s", (status, text) => {
  expect(serverProblem(status, "http://127.0.0.1:4873/npm/team/")?.message).toContain(text);
});
