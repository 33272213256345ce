import { expect, test } from "vitest";
import { parseClientCall } from "../../src/exec/client-call.ts";
import { lockedVersionsAtStake } from "../../src/exec/locked-versions-at-stake.ts";

const atStake = (command: string) => lockedVersionsAtStake(parseClientCall(command.split(" "), "/w"));

test.each([
  "npm ci",
  "npm install",
  "npm i",
  "npm cit",
  "pnpm install",
  "bun install",
  "yarn",
  "yarn install --immutable",
])("%s installs every locked version", (command) => {
  expect(atStake(command)).toEqual({ type: "all", except: new Set() });
});

test("a package that is named is chosen anew, the others are installed as locked", () => {
  expect(atStake("npm install @s/lib@^2 other")).toEqual({ type: "all", except: new Set(["@s/lib", "other"]) });
  expect(atStake("yarn add lib@npm:real@1")).toEqual({ type: "all", except: new Set(["lib"]) });
});

test.each([
  "npm update",
  "npm view lib",
  "npm run build",
  "npm install -g lib",
  "pnpm up",
  "yarn up lib",
  "yarn build",
  "npx lib",
  "node install",
])("%s is judged by its outcome alone", (command) => {
  expect(atStake(command)).toEqual({ type: "none" });
});
