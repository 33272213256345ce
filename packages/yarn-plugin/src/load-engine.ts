import { Script, constants } from "node:vm";
import { brotliDecompressSync } from "node:zlib";
import type { Engine, EngineHost } from "./engine/engine.ts";

/** The engine's source, compressed, in base64; put in by the build. */
declare const PACKED_ENGINE: string;
/** Distinguishes builds: two of them in one process do not share what they loaded. */
declare const ENGINE_ID: string;
/** What Yarn gives a plugin to load its libraries by. */
declare const require: NodeJS.Require;

interface Loaded {
  readonly engine: Engine;
  readonly ownRequests: WeakSet<object>;
}

/** Yarn evaluates a plugin anew for every configuration that it makes, so what is loaded once is kept for the process. */
const slots = globalThis as { [slot: symbol]: Loaded | undefined };
const slot = Symbol.for(`yarn-plugin-headwater ${ENGINE_ID}`);

/** True for the headers of a request that the engine itself sent: the hook lets it pass. */
export const isOwnRequest = (headers: object | undefined): boolean =>
  headers !== undefined && slots[slot]?.ownRequests.has(headers) === true;

/** The engine if something has called for it already. */
export const loadedEngine = (): Engine | undefined => slots[slot]?.engine;

/** The engine, evaluated at the first call. Proven in test/tooling/build-yarn-plugin.test.ts */
export function loadEngine(): Engine {
  const loaded = (slots[slot] ??= load());
  return loaded.engine;
}

function load(): Loaded {
  const source = brotliDecompressSync(Buffer.from(PACKED_ENGINE, "base64")).toString("utf8");
  const script = new Script(`(function (exports, require, module) {${source}\n})`, {
    filename: "headwater-engine.cjs",
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const evaluated: { exports: { createEngine?: (host: EngineHost) => Engine } } = { exports: {} };
  const evaluate = script.runInThisContext() as (
    exports: object,
    require: (id: string) => unknown,
    module: object,
  ) => void;
  evaluate(evaluated.exports, requireForEngine, evaluated);
  const { createEngine } = evaluated.exports;
  if (createEngine === undefined) throw new Error("The engine of this build has no entry.");
  const ownRequests = new WeakSet<object>();
  return { engine: createEngine({ ownRequests }), ownRequests };
}

/** Node's own modules directly, because Yarn's `require` knows no `node:sqlite`; Yarn's libraries by Yarn. */
const requireForEngine = (id: string): unknown => process.getBuiltinModule(id) ?? require(id);
