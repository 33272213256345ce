import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/clients/**", "**/fixtures/**"],
    // Stores, sockets and child processes belong to a process of their own.
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    // A test that waits for a condition that never comes should say so, not be retried.
    retry: 0,
  },
});
