import { expect, test } from "vitest";
import { damageMessage } from "../../src/verification/damage-message.ts";

test.each([
  ["REVISION_MISSING", "The revision 0123456789ab is not in the store."],
  ["REVISION_ALTERED", "The revision 0123456789ab is not the content that its references mean."],
  ["ASSET_RECORD_MISSING", "The store has no record of the asset 0123456789ab."],
  ["BYTES_MISSING", "The bytes of the asset 0123456789ab are missing."],
  ["BYTES_DAMAGED", "The bytes of the asset 0123456789ab cannot be read whole."],
  ["DIGEST_DIFFERS", "The bytes of the asset 0123456789ab are not those of its digests."],
] as const)("%s names the thing by the beginning of its id", (damage, message) => {
  expect(damageMessage(damage, "0123456789abcdef")).toBe(message);
});

test("a lost document and unreadable records are named whole", () => {
  expect(damageMessage("DOCUMENT_LOST", "@acme/long-package-name")).toContain("@acme/long-package-name");
  expect(damageMessage("RECORD_DAMAGED", "3 of the type reference")).toContain("3 of the type reference");
});
