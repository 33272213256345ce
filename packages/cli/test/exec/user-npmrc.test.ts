import { expect, test } from "vitest";
import { userNpmrcWithToken } from "../../src/exec/user-npmrc.ts";

const endpoint = { url: "http://127.0.0.1:25000/", token: "TOKEN" };

test("the user's lines stay, those for the endpoint are replaced by the run's token", () => {
  const text = "fund=false\n//127.0.0.1:25000/:username=me\n//npm.example.com/:_authToken=${NPM_TOKEN}\n";
  expect(userNpmrcWithToken(text, endpoint)).toBe(
    "fund=false\n//npm.example.com/:_authToken=${NPM_TOKEN}\n//127.0.0.1:25000/:_authToken=TOKEN\n",
  );
});

test("without an npmrc there is the token alone", () => {
  expect(userNpmrcWithToken("", endpoint)).toBe("//127.0.0.1:25000/:_authToken=TOKEN\n");
});
