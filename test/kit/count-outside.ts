/**
 * Loaded before Yarn and everything that Yarn starts (`NODE_OPTIONS=--import`): writes a line to COUNT_FILE when it is loaded,
 * for each socket that is to connect somewhere, and for each name that is looked up.
 */
import { subscribe } from "node:diagnostics_channel";
import dns from "node:dns";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const file = process.env["COUNT_FILE"] ?? "";
const note = (line: string): void => appendFileSync(file, `${line}\n`);

note("loaded");
subscribe("net.client.socket", () => note("socket"));

const { lookup } = dns;
const { lookup: lookupPromise } = dns.promises;
const noted =
  <Arguments extends readonly unknown[], Result>(look: (...given: Arguments) => Result) =>
  (...given: Arguments): Result => {
    note(`lookup ${String(given[0])}`);
    return look(...given);
  };
Object.assign(dns, { lookup: noted(lookup) });
Object.assign(dns.promises, { lookup: noted(lookupPromise) });
syncBuiltinESMExports();
