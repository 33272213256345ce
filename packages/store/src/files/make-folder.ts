import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { fileError } from "./file-error.ts";

/**
 * Makes a folder of the store with everything above it, for this user alone (0700), and checks that it can be written.
 * @param what the folder as messages call it
 * @throws STORE_READ_ONLY, STORE_FULL, STORE_UNAVAILABLE
 * Proven in `packages/store/test/open-store-faults.test.ts`.
 */
export async function makeFolder(path: string, what: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw fileError(error, "write", what);
  }
}
