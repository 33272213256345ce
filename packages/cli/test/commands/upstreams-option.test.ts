import { expect, test } from "vitest";
import { parseUpstreams } from "../../src/commands/upstreams-option.ts";

test("without the option the list is not touched, and a word without it is a mistake", () => {
  expect(parseUpstreams(undefined, [])).toBeUndefined();
  expect(() => parseUpstreams(undefined, ["shared"])).toThrow('"shared" stands alone');
});

test.each([
  [true, [], []],
  [true, ["[]"], []],
  ["", [], []],
  [true, ["repositoryName=a", "repositoryName=b"], ["a", "b"]],
  [true, ["a", "b"], ["a", "b"]],
  ["a,b", [], ["a", "b"]],
  [true, ['[{"repositoryName":"a"},"b"]'], ["a", "b"]],
  [true, ['{"repositoryName":"a"}'], ["a"]],
] as const)("%j with the words %j is %j", (flag, words, names) => {
  expect(parseUpstreams(flag, words)).toEqual(names);
});

test("JSON that is no list of repositories is refused with the offending value", () => {
  for (const word of ["[1]", "[", '[{"name":"a"}]'])
    expect(() => parseUpstreams(true, [word])).toThrow(
      `--upstreams ${JSON.stringify(word)} is no list of repositories`,
    );
});
