import { describe, expect, test } from "vitest";
import { parseNpmName } from "../../src/npm/names.ts";
import { conventionalTarballPath, isTarballPathOf, versionOfTarballFile } from "../../src/npm/tarball-path.ts";

const express = parseNpmName("express");
const node = parseNpmName("@types/node");

describe("a tarball's path", () => {
  test("is canonical: package, name and version, neither port nor %2F (N6)", () => {
    expect(conventionalTarballPath(express, "4.18.2")).toBe("express/-/express-4.18.2.tgz");
    expect(conventionalTarballPath(node, "22.0.0")).toBe("@types/node/-/node-22.0.0.tgz");
  });

  test("tells the version", () => {
    expect(versionOfTarballFile(express, "express-4.18.2.tgz")).toBe("4.18.2");
    expect(versionOfTarballFile(express, "express-1.0.0beta.tgz")).toBe("1.0.0beta");
    expect(versionOfTarballFile(node, "node-22.0.0+build.tgz")).toBe("22.0.0+build");
  });

  test.each(["express-session-1.0.0.tgz", "express-4.18.2.zip", "other-4.18.2.tgz", "express-.tgz", "express.tgz"])(
    "tells none by the file name %s",
    (file) => {
      expect(versionOfTarballFile(express, file)).toBeUndefined();
    },
  );

  test("may have an unconventional file name below the package", () => {
    expect(isTarballPathOf(express, "express/-/express-v4.tgz")).toBe(true);
    for (const path of [
      "express/-/a/b.tgz",
      "other/-/express-4.tgz",
      "express/-/../x.tgz",
      "express/-/x%2f.tgz",
      "express/-/x.zip",
      "express/-/.tgz?",
    ]) {
      expect(isTarballPathOf(express, path), path).toBe(false);
    }
  });
});
