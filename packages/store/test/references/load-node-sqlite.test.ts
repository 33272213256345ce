import { afterEach, describe, expect, it, vi } from "vitest";
import { loadNodeSqlite } from "../../src/references/load-node-sqlite.ts";
import { errorLike, textWith } from "../matchers.ts";

describe("loadNodeSqlite", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("gives Node's own SQLite", () => {
    expect(loadNodeSqlite().DatabaseSync).toBeTypeOf("function");
  });

  it("holds back the warning that SQLite is experimental, and no other", () => {
    const emitted: unknown[][] = [];
    const original = vi.spyOn(process, "emitWarning").mockImplementation((...args: unknown[]) => {
      emitted.push(args);
    });
    loadNodeSqlite(() => {
      process.emitWarning("SQLite is an experimental feature and might change at any time", "ExperimentalWarning");
      process.emitWarning("Something else is experimental", "ExperimentalWarning");
      process.emitWarning(new Error("SQLite is slow today"));
      return {};
    });
    expect(emitted).toEqual([
      ["Something else is experimental", "ExperimentalWarning"],
      [new Error("SQLite is slow today")],
    ]);
    expect(process.emitWarning).toBe(original);
  });

  it("has RUNTIME_UNSUPPORTED on a Node.js without it, and puts the warnings back", () => {
    const before = process.emitWarning;
    const unsupported = errorLike({ code: "RUNTIME_UNSUPPORTED", hint: textWith("22") });
    expect(() => loadNodeSqlite(() => undefined)).toThrow(unsupported);
    expect(process.emitWarning).toBe(before);
  });
});
