import { homedir, userInfo } from "node:os";
import { isAbsolute } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { resolvePath, userFolders } from "../../src/configuration/user-folders.ts";

describe("the user's folders", () => {
  test("lie below the home of the environment given", () => {
    expect(userFolders({ HOME: "/home/u" }, "linux")).toEqual({
      home: "/home/u",
      config: "/home/u/.config/headwater",
      data: "/home/u/.local/share/headwater",
    });
  });

  test("lie where XDG variables say, unless those are relative", () => {
    expect(userFolders({ HOME: "/home/u", XDG_CONFIG_HOME: "/c", XDG_DATA_HOME: "d" }, "darwin")).toEqual({
      home: "/home/u",
      config: "/c/headwater",
      data: "/home/u/.local/share/headwater",
    });
  });

  test("lie below AppData on Windows", () => {
    expect(userFolders({ USERPROFILE: "/Users/u", APPDATA: "/Users/u/Roaming" }, "win32")).toEqual({
      home: "/Users/u",
      config: "/Users/u/Roaming/headwater",
      data: "/Users/u/AppData/Local/headwater",
    });
  });

  test("are absolute also where the process's own HOME is empty", () => {
    vi.stubEnv("HOME", "");
    try {
      expect(userFolders({ HOME: "" }).home).toBe(userInfo().homedir);
      expect(isAbsolute(userFolders({ HOME: "" }).data)).toBe(true);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test("are those of the operating system's user where the environment names no home", () => {
    expect(userFolders({}).home).toBe(homedir());
  });
});

describe("a path of the configuration", () => {
  test.each([
    ["a/b", "/project/a/b"],
    ["../a", "/a"],
    ["/a/b", "/a/b"],
    ["~", "/home/u"],
    ["~/a", "/home/u/a"],
    ["~other/a", "/project/~other/a"],
  ])("%s is %s", (path, resolved) => {
    expect(resolvePath(path, "/project", "/home/u")).toBe(resolved);
  });
});
