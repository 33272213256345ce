import { HeadwaterError } from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";
import { createCollectedBytes } from "../collected-bytes.ts";

/** A request's body, whole. @param what how messages name it @throws TOO_LARGE. Proven in test/npm/routes/advisories.test.ts */
export async function readBody({ request }: FormatRequest, maxBytes: number, what: string): Promise<Uint8Array> {
  const collected = createCollectedBytes();
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    if (collected.size + chunk.byteLength > maxBytes) {
      throw new HeadwaterError("TOO_LARGE", `The ${what} has more than ${maxBytes} bytes.`, {
        hint: "Send less of it at once.",
        details: { maxBytes },
      });
    }
    collected.add(chunk);
  }
  return collected.whole();
}
