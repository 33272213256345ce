import type * as nodeSqlite from "node:sqlite";
import { HeadwaterError } from "@headwater/resolver";

export type NodeSqlite = typeof nodeSqlite;

type BuiltinLoader = (id: string) => object | undefined;

/**
 * Node's own SQLite, loaded only when a store is opened. Node 22 calls it experimental at each start; that one warning
 * is held back, because a user of a package manager can do nothing about it.
 * @throws RUNTIME_UNSUPPORTED
 */
export function loadNodeSqlite(load: BuiltinLoader | undefined = process.getBuiltinModule): NodeSqlite {
  const emitWarning = process.emitWarning;
  process.emitWarning = function withoutSqliteWarning(warning: string | Error, ...rest: unknown[]): void {
    const text = typeof warning === "string" ? warning : warning.message;
    if (rest[0] === "ExperimentalWarning" && text.startsWith("SQLite ")) return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    const module = load?.("node:sqlite");
    if (module !== undefined) return module as NodeSqlite;
  } finally {
    process.emitWarning = emitWarning;
  }
  throw new HeadwaterError("RUNTIME_UNSUPPORTED", `Node.js ${process.versions.node} has no built-in SQLite.`, {
    hint: "Run Headwater with Node.js 22.22 or newer, or with 24 or 26.",
  });
}
