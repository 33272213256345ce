import { HeadwaterError } from "@headwater/resolver";
import type { KeyContext, KeyProvider } from "./key-provider.ts";
import { unwrapKey, wrapKey } from "./wrap-key.ts";

/**
 * The wrapping half of a provider whose key comes to this machine.
 * @param load gives the 32 bytes; what it throws passes through
 * Proven in `test/conformance/key-provider.ts`.
 */
export function keyInHand(
  load: () => Promise<Uint8Array>,
  describe: () => string,
): Pick<KeyProvider, "describe" | "wrap" | "unwrap"> {
  return {
    describe,
    async wrap(plain: Uint8Array, context: KeyContext) {
      return wrapKey(await load(), plain, context);
    },
    async unwrap(wrapped: Uint8Array, context: KeyContext) {
      const plain = unwrapKey(await load(), wrapped, context);
      if (plain !== undefined) return plain;
      throw new HeadwaterError("KEY_WRONG", `The key in ${describe()} is not the key that the store was made with.`, {
        hint: "Use the key of this store; nothing was read or changed.",
      });
    },
  };
}
