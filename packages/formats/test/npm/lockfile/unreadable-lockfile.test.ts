import { expect, test } from "vitest";
import { requireNoConflictMarkers, unreadableLockfile } from "../../../src/npm/lockfile/unreadable-lockfile.ts";

test("a conflict marker is one only at the start of a line and of full length", () => {
  expect(() => requireNoConflictMarkers('{"a":"<<<<<<< HEAD"}\n<<<<<< five\n', "bun.lock")).not.toThrow();
  expect(() => requireNoConflictMarkers("a\n<<<<<<< HEAD\n", "bun.lock")).toThrow("bun.lock:2:");
});

test("an error names file and line, in its message and for programs", () => {
  expect(unreadableLockfile("yarn.lock", 7, "it is odd")).toMatchObject({
    code: "CONFIGURATION_INVALID",
    message: "yarn.lock:7: the lockfile cannot be read: it is odd.",
    details: { file: "yarn.lock", line: 7 },
  });
});
