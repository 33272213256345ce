import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Tests that need the machine to themselves: drills and faults go by the clock, the guide of `serve` has its default port. */
const alone = [
  "test/docs/serve-guide.test.ts",
  "test/drills/**/*.test.ts",
  "test/faults/**/*.test.ts",
  "test/live/**/*.test.ts",
  "test/yarn/faults/**/*.test.ts",
];

export default defineConfig({
  test: {
    exclude: ["**/node_modules/**", "test/clients/**", "**/fixtures/**"],
    // In CI a new key is told of, and nothing moves on a terminal. Tests say themselves whether they are in one.
    env: { CI: "" },
    // Stores, sockets and child processes belong to a process of their own.
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    // A test that waits for a condition that never comes should say so, not be retried.
    retry: 0,
    projects: [
      {
        extends: true,
        test: {
          name: "beside others",
          include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
          exclude: ["**/node_modules/**", "test/clients/**", "**/fixtures/**", ...alone],
          // Vitest leaves a processor to itself, which is half of a machine of two.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: "alone", include: alone, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
