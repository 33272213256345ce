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
  "npm --script-shell bash ci",
  "npm clean-install-test",
  "npm clean-i",
  "npm installTest",
  "npm --abbreviat x ci",
  "npm --unheard-of ci",
  "npm -- ci",
  "npm ci lib",
  "npm install --tag next",
  "pnpm -r --workspace-concurrency 2 install",
  "pnpm --network-concurrency 4 install",
  "pnpm --no-proxy host install",
  "pnpm recursive install",
  "pnpm install-test",
  "pnpm clean-install",
  "bun --cwd sub ci",
  "yarn --network-timeout 600000",
  "yarn --mutex network",
  "yarn --mutex network install",
  "yarn --cache-folder /c",
  "yarn --production build",
  "yarn --unheard-of add",
  "yarn install -g",
  "yarn packages/one install",
  "yarn workspaces focus",
  "yarn rebuild lib",
])("%s installs every locked version", (command) => {
  expect(atStake(command)).toEqual({ type: "all", except: new Set() });
});

test("a package that is named is chosen anew, the value of an option is none, and the others are installed as locked", () => {
  expect(atStake("npm install @s/lib@^2 other")).toEqual({ type: "all", except: new Set(["@s/lib", "other"]) });
  expect(atStake("npm install --tag next -D lib@2")).toEqual({ type: "all", except: new Set(["lib"]) });
  expect(atStake("pnpm add --unheard-of doubtful lib")).toEqual({ type: "all", except: new Set(["lib"]) });
  expect(atStake("yarn workspace one add lib")).toEqual({ type: "all", except: new Set(["lib"]) });
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
  "npx install",
  "npm --silent run ci",
  "npm --location global install lib",
  "npm c set x",
  "npm init",
  "npm",
  "pnpm -r run ci",
  "pnpm --filter install run build",
  "yarn --silent run add",
  "yarn workspace one build",
  "yarn workspaces list",
  "node install",
])("%s is judged by its outcome alone", (command) => {
  expect(atStake(command)).toEqual({ type: "none" });
});
