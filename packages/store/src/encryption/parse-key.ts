import { HeadwaterError } from "@headwater/resolver";

const HEX = /^[0-9a-fA-F]{64}$/;
const BASE64 = /^[0-9A-Za-z+/_-]{43}=?$/;

/**
 * A domain key of 32 bytes from its text: 64 hex digits or base64 (either alphabet), white space around it ignored.
 * @param origin where the text came from, for the message; the text itself never appears in one
 * @throws KEY_WRONG
 */
export function parseKey(text: string, origin: string): Uint8Array {
  const trimmed = text.trim();
  if (HEX.test(trimmed)) return Buffer.from(trimmed, "hex");
  if (BASE64.test(trimmed)) return Buffer.from(trimmed, "base64");
  throw new HeadwaterError("KEY_WRONG", `What ${origin} holds is not a key of 32 bytes.`, {
    hint: "Give 32 random bytes as base64 or as 64 hex digits, exactly as they were when the store was created.",
  });
}
