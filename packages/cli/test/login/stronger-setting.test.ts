import { join } from "node:path";
import { expect, test } from "vitest";
import { strongerSetting } from "../../src/login/stronger-setting.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const endpoint = "http://127.0.0.1:4873/npm/team/";

test("a project's registry goes before the user's; the same address, another key and other clients' files do not matter", async () => {
  await using root = await temporaryFolder({
    "home/.npmrc": "registry=http://127.0.0.1:4873/npm/team/\n",
    "home/other/.npmrc": "registry=https://me:secret@npm.example.com/\n@acme:registry=http://127.0.0.1:4873/npm/team\n",
    "home/plain/.npmrc": "save-exact=true\n",
  });
  const env = { HOME: join(root.path, "home") };
  const inFolder = (folder: string) => ({ cwd: join(env.HOME, folder), env });
  const all = { namespace: undefined, endpoint };
  expect(await strongerSetting({ tool: "npm", ...all }, inFolder("other"))).toEqual({
    path: join(env.HOME, "other", ".npmrc"),
    line: "registry=https://***@npm.example.com/",
  });
  expect(await strongerSetting({ tool: "npm", namespace: "acme", endpoint }, inFolder("other"))).toBeUndefined();
  expect(await strongerSetting({ tool: "pnpm", ...all }, inFolder("plain"))).toBeUndefined();
  expect(await strongerSetting({ tool: "bun", ...all }, inFolder("other"))).toBeUndefined();
});
