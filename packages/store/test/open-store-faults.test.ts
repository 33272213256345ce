import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { textWith } from "./matchers.ts";
import { mayMount, runInOwnMounts } from "./processes/run-script.ts";
import { temporaryFolders } from "./temporary-folder.ts";

const newFolder = temporaryFolders();

/** Full and read-only disks are real ones, small and in memory, mounted for one test. */
const FILL = fileURLToPath(new URL("./processes/fill-the-disk.ts", import.meta.url));

describe.skipIf(!mayMount())(
  "openStore where it may mount a disk of its own (skipped where the system forbids that)",
  () => {
    async function run(commands: string): Promise<unknown> {
      const script = runInOwnMounts(commands, [await newFolder(), FILL]);
      const outcome = await script.next();
      await script.end();
      return outcome;
    }

    it("has STORE_FULL on a disk that fills up, leaves nothing half-written, loses nothing and goes on when there is room", async () => {
      expect(await run('mount -t tmpfs -o size=3m tmpfs "$1"\n"$NODE" "$2" "$1"')).toEqual({
        assetCode: "STORE_FULL",
        leftovers: [],
        assetsLost: 0,
        recordCode: "STORE_FULL",
        recordsLost: 0,
        someOfBoth: true,
        renditionPut: false,
        committedAfterwards: true,
      });
    });

    it("has STORE_FULL when there is no room for a new store", async () => {
      const full = 'mount -t tmpfs -o size=8k tmpfs "$1"\nhead -c 8k /dev/zero > "$1/rest"\n"$NODE" "$2" "$1"';
      expect(await run(full)).toMatchObject({ code: "STORE_FULL", message: textWith("no space left") });
    });

    it("has STORE_READ_ONLY for a folder that cannot be written, with a store in it or without", async () => {
      const readOnly = { code: "STORE_READ_ONLY", message: textWith("may not write") };
      expect(await run('mount -t tmpfs -o ro tmpfs "$1"\n"$NODE" "$2" "$1"')).toMatchObject(readOnly);
      const later = `mount -t tmpfs -o size=3m tmpfs "$1"
"$NODE" "$2" "$1" > /dev/null
mount -o remount,ro "$1"
"$NODE" "$2" "$1"`;
      expect(await run(later)).toMatchObject(readOnly);
    });
  },
);
