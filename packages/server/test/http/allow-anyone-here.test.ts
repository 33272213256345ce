import { describe, expect, test } from "vitest";
import { allowAnyoneHere } from "../../src/http/allow-anyone-here.ts";

const authenticate = allowAnyoneHere("https://packages.example.com/hw/");
const ask = (method: string, host: string, headers: Readonly<Record<string, string>> = {}): unknown =>
  authenticate(new Request(`http://${host}/npm/team/ms`, { method, headers }));

describe("without a token", () => {
  test.each(["127.0.0.1:4873", "localhost:4873", "[::1]:4873", "packages.example.com"])(
    "programs that ask for %s may read and write",
    (host) => {
      expect(ask("GET", host)).toBeUndefined();
      expect(ask("PUT", host)).toBeUndefined();
      // What Node's own fetch sends with every request.
      expect(ask("DELETE", host, { "sec-fetch-mode": "cors" })).toBeUndefined();
    },
  );

  test.each(["evil.example", "evil.example:4873", "127.0.0.1.evil.example", "localhost.evil.example"])(
    "whoever asks for %s, which was made to mean this machine, is not answered",
    (host) => {
      for (const method of ["GET", "HEAD", "PUT", "DELETE"])
        expect(() => ask(method, host)).toThrow(expect.objectContaining({ code: "ACCESS_DENIED" }));
    },
  );

  test.each([
    [{ origin: "https://evil.example" }],
    [{ origin: "null" }],
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
  ])("a web page, by %j, changes nothing", (headers) => {
    for (const method of ["POST", "PUT", "DELETE"])
      expect(() => ask(method, "127.0.0.1:4873", headers)).toThrow(expect.objectContaining({ code: "ACCESS_DENIED" }));
    expect(ask("GET", "127.0.0.1:4873", headers)).toBeUndefined();
  });
});
