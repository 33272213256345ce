import { HeadwaterError } from "@headwater/resolver";
import { keyInHand } from "./key-in-hand.ts";
import type { KeyProvider } from "./key-provider.ts";
import { parseKey } from "./parse-key.ts";

export interface KeyTextProviderOptions {
  /** The key: base64 or hex of 32 bytes. Missing or empty: there is none. */
  readonly text: string | undefined;
  /** Where it came from, for messages, e.g. `the variable HEADWATER_KEY`. */
  readonly origin: string;
}

/** The domain key from a text that somebody else read, such as an environment variable. It never makes a key. */
export function createKeyTextProvider(options: KeyTextProviderOptions): KeyProvider {
  const { text, origin } = options;
  const load = async (): Promise<Uint8Array> => {
    if (text !== undefined && text.trim() !== "") return parseKey(text, origin);
    throw new HeadwaterError("KEY_NOT_FOUND", `There is no key in ${origin}.`, {
      hint: "Set it to the key of the store: 32 bytes as base64 or as 64 hex digits.",
    });
  };
  return {
    ...keyInHand(load, () => origin),
    async prepare() {
      await load();
    },
  };
}
