import { describe, expect, test } from "vitest";
import { meetsConditions, supportedArchitecture, thisArchitecture } from "../../src/installed/yarn-conditions.ts";

const linux = supportedArchitecture({}, { os: "linux", cpu: "x64", libc: "glibc" });

describe("conditions of a package", () => {
  test.each([
    ["os=linux", true],
    ["os=darwin", false],
    ["os=linux & cpu=x64", true],
    ["os=linux & cpu=arm64", false],
    ["(os=darwin | os=linux) & cpu=x64", true],
    ["os=linux & cpu=x64 & libc=musl", false],
    ["!os=win32", true],
    ["!(os=linux | os=darwin)", false],
    ["os=darwin | os=win32 | os=linux", true],
  ])("%s is met on Linux x64 with glibc: %s", (conditions, met) => {
    expect(meetsConditions(conditions, linux)).toBe(met);
  });

  test("that cannot be read count as met: too much is retained rather than too little", () => {
    expect(meetsConditions("engine=quantum", linux)).toBe(true);
    expect(meetsConditions("", linux)).toBe(true);
  });
});

test("supportedArchitectures adds platforms, and current is this one", () => {
  const architecture = supportedArchitecture(
    { os: ["current", "darwin"], cpu: ["arm64"] },
    { os: "linux", cpu: "x64", libc: undefined },
  );
  expect(architecture).toEqual({ os: ["linux", "darwin"], cpu: ["arm64"], libc: undefined });
  expect(meetsConditions("os=darwin & cpu=arm64 & libc=glibc", architecture)).toBe(true);
});

test("this machine is what Node says it is", () => {
  expect(thisArchitecture()).toMatchObject({ os: process.platform, cpu: process.arch });
  expect(["glibc", "musl", undefined]).toContain(thisArchitecture().libc);
});
