import type { StagedAsset } from "@headwater/resolver";
import type { NpmResolver } from "../routes/route.ts";
import { TARBALL_ASSET } from "../tarball-path.ts";
import { createBase64Decoder } from "./base64-decoder.ts";
import { publishRefused } from "./refuse-publish.ts";
import { type TarballContents, createTarballReader } from "./tarball-reader.ts";

export interface ReceivedTarball {
  readonly staged: StagedAsset;
  readonly contents: TarballContents;
}

/** A tarball on its way from a publish's document into the store, at the store's pace and never whole in memory. Proven in test/npm/routes/publish-bad-input.test.ts */
export interface TarballReceiver {
  /** Base64 as it comes. @throws INVALID_ARGUMENT for anything else; what the store throws */
  write(text: Uint8Array): Promise<void>;
  /** All of it is there. After this the staged bytes are the caller's. */
  finish(): Promise<ReceivedTarball>;
  /** Leaves nothing behind. Idempotent; a no-op after `finish`. */
  abort(reason: unknown): Promise<void>;
}

export function receiveTarball(
  resolver: Pick<NpmResolver, "stageAsset" | "discardStagedAssets">,
  file: string,
): TarballReceiver {
  const decoder = createBase64Decoder();
  const reader = createTarballReader();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const staging = resolver.stageAsset(readable);
  // It may fail while nobody waits for it; whoever comes next is told.
  staging.catch(() => undefined);
  writer.closed.catch(() => undefined);
  let finished = false;

  const pass = async (bytes: Uint8Array | undefined): Promise<void> => {
    if (bytes === undefined) throw publishRefused(`the data of ${JSON.stringify(file.slice(0, 120))} is no base64`);
    if (bytes.byteLength === 0) return;
    try {
      await writer.ready;
      await writer.write(bytes);
    } catch (error) {
      // The stream says only that its reader is gone; the store says why.
      await staging;
      throw error;
    }
    await reader.write(bytes);
  };

  return {
    write: (text) => pass(decoder.push(text)),
    async finish() {
      await pass(decoder.end());
      await writer.close();
      const staged = await staging;
      finished = true;
      try {
        const contents = await reader.end();
        return { staged: { name: TARBALL_ASSET, ...staged }, contents };
      } catch (error) {
        await resolver.discardStagedAssets([staged]);
        throw error;
      }
    },
    async abort(reason) {
      if (finished) return;
      reader.abort();
      await writer.abort(reason).catch(() => undefined);
      // With its source gone it fails, and has taken away what it had written; or it was through already.
      const staged = await staging.catch(() => undefined);
      if (staged !== undefined) await resolver.discardStagedAssets([staged]);
    },
  };
}
