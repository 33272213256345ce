import { expect, test } from "vitest";
import { createCli } from "../../src/create-cli.ts";
import { findUsageFault } from "../../src/print/usage-fault.ts";

const definitions = createCli().definitions();

function faultOf(line: string): string | undefined {
  const definition = definitions.find(({ path }) => `${line} `.startsWith(`${path.slice("headwater ".length)} `));
  if (definition === undefined) throw new Error(`no command in ${line}`);
  const verb = definition.path.slice("headwater ".length);
  const words = line.slice(verb.length).trim().split(" ").filter(Boolean);
  return findUsageFault(definition, verb, words)?.message;
}

test.each([
  ["stats --bogus", 'stats has no option "--bogus".'],
  ["stats --output=json --bogus=x", 'stats has no option "--bogus".'],
  ["serve --port", "The option --port stands without its value."],
  ["serve --port --host", "The option --port stands without its value."],
  ["describe-package-version --package lib", "--package-version is required."],
  ["explain", "explain stands without <spec>."],
  ["explain --output json", "explain stands without <spec>."],
  ["explain a b", 'explain takes no "b".'],
  ["stats --json x", 'stats takes no "x".'],
  ["exec", "exec stands without a command to run."],
  ["exec --bogus npm", 'exec has no option "--bogus".'],
])("%s: %s", (line, message) => {
  expect(faultOf(line)).toBe(message);
});

test("words that another program gets, files of a lockfile command, and what is complete are no fault", () => {
  for (const line of [
    "exec npm --bogus",
    "exec -- npm --bogus",
    "exec --repository team npm ci",
    "lockfile verify a b c",
    "explain lib --repository team",
    "stats --output json",
  ])
    expect(faultOf(line), line).toBeUndefined();
});
