import { open } from "node:fs/promises";

/**
 * Makes what was renamed into a folder, or made in it, survive a power cut. Windows has no such call and needs none.
 * Proven in `packages/store/test/assets/file-asset-store.test.ts`.
 */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
