import { createDigest } from "../asset/digest.ts";
import type { ReceivedAsset } from "../asset/verified-stream.ts";
import { HeadwaterError } from "../errors/headwater-error.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { writerFor } from "./ingest-package-version.ts";

/** The most bytes that one asset may have: 5 GB (Table 7). */
const MAX_ASSET_SIZE = 5 * 1024 ** 3;

/**
 * Stores bytes that somebody publishes, as they come, before anything refers to them: whoever commits a record of them owns
 * them, else `removeSuperseded` takes them away, and after a crash the sweep does. When the source fails nothing is left.
 *
 * Proven in test/use-cases/publish-package-version.test.ts
 *
 * @param source is read to its end; its error is passed on
 * @throws TOO_LARGE over `maxSize` bytes, STORE_FULL, STORE_READ_ONLY, STORE_UNAVAILABLE
 */
export async function stageAsset(
  { assets }: Pick<ResolverPorts, "assets">,
  source: ReadableStream<Uint8Array>,
  maxSize = MAX_ASSET_SIZE,
): Promise<ReceivedAsset> {
  const writer = await writerFor(assets, source);
  const digest = createDigest();
  let size = 0;
  try {
    // Leaving the loop early cancels the source.
    for await (const chunk of source) {
      size += chunk.byteLength;
      if (size > maxSize) throw tooLarge(maxSize);
      digest.update(chunk);
      await writer.write(chunk);
    }
    return { ...digest.finish(), location: await writer.finish() };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

const tooLarge = (maxSize: number): HeadwaterError =>
  new HeadwaterError("TOO_LARGE", `The asset has more than ${maxSize} bytes; nothing was stored.`, {
    hint: "Split it into several assets, or leave out what nobody needs.",
    details: { rule: "B9", maxSize },
  });
