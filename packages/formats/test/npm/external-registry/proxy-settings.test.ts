import { describe, expect, test } from "vitest";
import { proxySettings } from "../../../src/npm/external-registry/proxy-settings.ts";

test("proxies are read from an environment, lower case first, empty ones as none", () => {
  expect(proxySettings({})).toEqual({});
  expect(
    proxySettings({
      HTTP_PROXY: "http://upper:1",
      http_proxy: "http://lower:1",
      HTTPS_PROXY: "",
      no_proxy: "localhost",
      PATH: "/bin",
    }),
  ).toEqual({
    httpProxy: "http://lower:1",
    noProxy: "localhost",
  });
  expect(proxySettings({ http_proxy: "", HTTP_PROXY: "http://upper:1", HTTPS_PROXY: "http://upper:2" })).toEqual({
    httpProxy: "http://upper:1",
    httpsProxy: "http://upper:2",
  });
});

describe("a proxy variable", () => {
  test.each([
    ["proxy.example.com:8080", "http://proxy.example.com:8080"],
    ["user:secret@127.0.0.1:3128", "http://user:secret@127.0.0.1:3128"],
    [" https://proxy.example.com ", "https://proxy.example.com"],
  ])("that is %j leads to %s", (value, proxy) => {
    expect(proxySettings({ HTTPS_PROXY: value })).toEqual({ httpsProxy: proxy });
  });

  test.each(["http://", "ftp://proxy.example.com", "secret proxy"])("that is %j is refused by its name", (value) => {
    expect(() => proxySettings({ https_proxy: value })).toThrow(
      expect.objectContaining({
        code: "CONFIGURATION_INVALID",
        message: "The variable https_proxy is not the URL of a proxy.",
      }),
    );
  });
});
