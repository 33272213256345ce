import { homedir } from "node:os";
import { expect, test } from "vitest";
import { userHome } from "../../src/exec/user-home.ts";

test("the home is that of the client's environment, by its name on each system, else the process's own", () => {
  expect(userHome({ HOME: "/home/me", USERPROFILE: "C:\\me" }, "linux")).toBe("/home/me");
  expect(userHome({ HOME: "/home/me", USERPROFILE: "C:\\me" }, "win32")).toBe("C:\\me");
  expect(userHome({}, "linux")).toBe(homedir());
  expect(userHome({ HOME: "" }, "linux")).toBe(homedir());
});
