import { HeadwaterError } from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";

/** A request's body, whole. @param what how messages name it @throws TOO_LARGE. Proven in test/npm/routes/advisories.test.ts */
export async function readBody({ request }: FormatRequest, maxBytes: number, what: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw new HeadwaterError("TOO_LARGE", `The ${what} has more than ${maxBytes} bytes.`, {
        hint: "Send less of it at once.",
        details: { maxBytes },
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
