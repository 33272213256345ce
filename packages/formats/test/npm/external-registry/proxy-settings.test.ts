import { expect, test } from "vitest";
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
