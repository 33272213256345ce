import { expect, test } from "vitest";
import { isLoopback } from "../src/loopback.ts";

test.each(["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost", "LOCALHOST"])("%s is this machine alone", (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each([
  "0.0.0.0",
  "::",
  "128.0.0.1",
  "127.0.0.1.example.com",
  "team.localhost",
  "localhost.example.com",
  "[::2]",
  "",
])("%j may be reached by others", (host) => {
  expect(isLoopback(host)).toBe(false);
});
