import { describe, expect, test } from "vitest";
import { parseNpmName } from "../../src/npm/names.ts";
import { isOnOwnHost, tarballLocation } from "../../src/npm/tarball-location.ts";

const defaultRegistryUrl = "https://npm.example.com/";
const mirror = {
  connection: { name: "public:npmjs", url: "https://mirror.example.org/repository/npm/" },
  defaultRegistryUrl,
};
const direct = { connection: { name: "public:npmjs", url: defaultRegistryUrl }, defaultRegistryUrl };
const express = parseNpmName("express");
const node = parseNpmName("@types/node");

describe("where a tarball lies", () => {
  test("as announced on the connection's own host", () => {
    expect(tarballLocation(direct, express, "4.18.2", "https://npm.example.com/express/-/express-4.18.2.tgz")).toEqual({
      path: "express/-/express-4.18.2.tgz",
      url: "https://npm.example.com/express/-/express-4.18.2.tgz",
    });
  });

  test("at the same path of the connection when npm's default host is announced by a mirror", () => {
    expect(tarballLocation(mirror, express, "1.0.0", "https://npm.example.com/express/-/express-1.tgz")).toEqual({
      path: "express/-/express-1.tgz",
      url: "https://mirror.example.org/repository/npm/express/-/express-1.tgz",
    });
  });

  test("over the connection's protocol when an old packument says http", () => {
    expect(tarballLocation(direct, express, "1.0.0", "http://npm.example.com/express/-/express-1.tgz").url).toBe(
      "https://npm.example.com/express/-/express-1.tgz",
    );
  });

  test("at the conventional path when none is announced, or nonsense", () => {
    for (const announced of [undefined, null, 7, "", "http://[", {}]) {
      expect(tarballLocation(mirror, node, "22.0.0", announced)).toEqual({
        path: "@types/node/-/node-22.0.0.tgz",
        url: "https://mirror.example.org/repository/npm/@types/node/-/node-22.0.0.tgz",
      });
    }
  });

  test("keeps an unconventional file name in manifests, for lockfiles repeat it", () => {
    const { path } = tarballLocation(direct, node, "1.0.0", "https://npm.example.com/@types%2fnode/-/node-one.tgz");
    expect(path).toBe("@types/node/-/node-one.tgz");
  });

  test("is conventional in manifests where our routes would not find the path, and fetched where it is (N6)", () => {
    const announced = "https://mirror.example.org:443/download/@types/node/22.0.0/abc?token=1";
    expect(tarballLocation(mirror, node, "22.0.0", announced)).toEqual({
      path: "@types/node/-/node-22.0.0.tgz",
      url: "https://mirror.example.org/download/@types/node/22.0.0/abc?token=1",
    });
  });

  test("on another host stays where it is announced, so that fetching refuses it, and leaves no host in the manifest", () => {
    const announced = "https://evil.example.net/express/-/express-4.18.2.tgz";
    expect(tarballLocation(direct, express, "4.18.2", announced)).toEqual({
      path: "express/-/express-4.18.2.tgz",
      url: announced,
    });
  });

  test.each([
    "https://npm.example.com//evil.example.net/x.tgz",
    "https://mirror.example.org//evil.example.net/x.tgz",
    "https://user:secret@mirror.example.org/repository/npm//evil.example.net/x.tgz",
  ])("never leaves the host by its path: %s", (announced) => {
    const { url } = tarballLocation(mirror, express, "1.0.0", announced);
    expect(new URL(url).host).toBe("mirror.example.org");
    expect(url).not.toContain("secret");
  });
});

describe("a connection's own hosts", () => {
  test("are its host and port, over http or https", () => {
    expect(isOnOwnHost(direct.connection, "https://npm.example.com/x")).toBe(true);
    expect(isOnOwnHost(direct.connection, "http://npm.example.com/x")).toBe(true);
    for (const url of [
      "https://npm.example.com:8443/x",
      "https://example.com/x",
      "ftp://npm.example.com/x",
      "file:///etc/passwd",
      "x",
    ]) {
      expect(isOnOwnHost(direct.connection, url), url).toBe(false);
    }
  });
});
