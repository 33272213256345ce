import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { requireAssetFolderOf } from "../../src/assets/asset-folder-owner.ts";
import { filesIn } from "../folder-contents.ts";
import { temporaryFolders } from "../temporary-folder.ts";

const newFolder = temporaryFolders();

describe("requireAssetFolderOf", () => {
  it("ties a new folder to the first store that opens it", async () => {
    const path = await newFolder();
    await requireAssetFolderOf(path, "one");
    await requireAssetFolderOf(path, "one");
    expect(await filesIn(path)).toEqual(["store"]);
    await expect(requireAssetFolderOf(path, "two")).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
      message: `The asset folder ${path} belongs to another store.`,
    });
  });

  it("ties it to one of several stores that open it at the same instant", async () => {
    const path = await newFolder();
    const outcomes = await Promise.allSettled(
      ["one", "two", "three", "four"].map((storeId) => requireAssetFolderOf(path, storeId)),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await filesIn(path)).toEqual(["store"]);
  });

  it("has an error of the store where there is no folder", async () => {
    const path = join(await newFolder(), "gone");
    await expect(requireAssetFolderOf(path, "one")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });
});
