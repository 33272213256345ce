import { expect, test } from "vitest";
import { defaultRegistry } from "./default-registry.ts";
import { goldenLockfile } from "./golden-lockfile.ts";
import { testClients, type TestClient } from "./test-client.ts";

const entry: Readonly<Record<TestClient, RegExp>> = {
  "npm-11": /"resolved": /g,
  "npm-12": /"resolved": /g,
  "pnpm-10": /resolution: \{integrity: /g,
  "pnpm-12": /resolution: \{integrity: /g,
  bun: /, "sha512-/g,
  "yarn-4": /resolution: ".*@npm:/g,
};

test.each(testClients)(
  "the golden lockfile of %s holds a realistic tree and names no host but npm's default",
  async (client) => {
    const { text } = await goldenLockfile(client);
    expect(text.match(entry[client])?.length).toBeGreaterThan(100);
    expect(text).not.toMatch(/127\.0\.0\.1|npm\.example\.com/);
    const resolved = client.startsWith("npm") ? text.split(`"resolved": "${defaultRegistry()}`).length - 1 : 0;
    expect(resolved).toBe(client.startsWith("npm") ? text.match(entry[client])?.length : 0);
  },
);
