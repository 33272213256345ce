import { join } from "node:path";
import { Readable } from "node:stream";
import { readTextFile } from "../files/read-text-file.ts";
import { writeWholeFile } from "../files/write-whole-file.ts";
import { exists, projectRoots } from "../installed/project-roots.ts";
import type { ClientCall } from "./client-call.ts";
import { lockedVersionsAtStake } from "./locked-versions-at-stake.ts";

const OWN = ["bun.lock", "bun.lockb"];

/**
 * A project without a lockfile of Bun's, where it takes over another client's: npm's together with the addresses in it, which
 * Bun then asks itself. Answers what a person must know of that.
 */
export async function bunTakeoverWarnings(call: ClientCall): Promise<readonly string[]> {
  if (call.kind !== "bun" || lockedVersionsAtStake(call).type === "none") return [];
  for (const root of await projectRoots(call.folder)) {
    const own = await Promise.all(OWN.map((name) => exists(join(root, name))));
    if (own.includes(true)) return [];
    const file = join(root, "package-lock.json");
    const text = await readTextFile(file);
    if (text !== undefined && /"resolved":\s*"https?:/.test(text))
      return [
        `Bun has no lockfile of its own here and takes over ${file} with the addresses in it, so it fetches those packages past the domain. Take that file away for this install if they shall come through the domain.`,
      ];
  }
  return [];
}

/**
 * Takes the endpoint out of `bun.lock`. What Bun takes over without addresses, from npm or pnpm, gets those of the registry
 * that it has; for its default registry it writes none.
 */
export async function forgetEndpointInBunLock(call: ClientCall, endpoint: string): Promise<void> {
  if (call.kind !== "bun" && call.kind !== undefined) return;
  for (const root of await projectRoots(call.folder)) {
    const file = join(root, "bun.lock");
    const text = await readTextFile(file);
    if (text === undefined) continue;
    // An entry is a list: name and version, then the address.
    const neutral = text.replace(/^(\s*"[^"]+": \["[^"]+", )"([^"]*)"/gm, (whole, entry: string, url: string) =>
      url.startsWith(endpoint) ? `${entry}""` : whole,
    );
    if (neutral !== text) await writeWholeFile(file, Readable.from([neutral]), new AbortController().signal);
  }
}
