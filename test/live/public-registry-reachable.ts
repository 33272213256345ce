import { defaultRegistry } from "../kit/default-registry.ts";

/** Whether the public registry answers at all from here; says so where it does not, since live tests are skipped then. */
export async function isPublicRegistryReachable(): Promise<boolean> {
  const reachable = await answers();
  if (!reachable)
    process.stderr.write(
      "NOT RUN: the public npm registry cannot be reached from here, so the live tests are skipped.\n",
    );
  return reachable;
}

async function answers(): Promise<boolean> {
  try {
    const { ok } = await fetch(new URL("is-odd", defaultRegistry()), { signal: AbortSignal.timeout(10_000) });
    return ok;
  } catch {
    return false;
  }
}
