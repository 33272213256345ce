import type { JsonObject } from "@headwater/resolver";
import { asJsonObject, ownObject, ownText } from "../json-object.ts";
import type { NpmResolver } from "../routes/route.ts";
import { isProvenanceName } from "./provenance.ts";
import { type ReceivedTarball, type TarballReceiver, receiveTarball } from "./receive-tarball.ts";
import { publishRefused } from "./refuse-publish.ts";
import { createDocumentSplitter } from "./split-document.ts";

/** The body of a PUT to a package. Proven in test/npm/routes/publish-bad-input.test.ts */
export interface ReceivedDocument {
  /** All of it but for the tarball, whose text is left out. */
  readonly document: JsonObject;
  /** Absent when the document only edits metadata. Its staged bytes are the caller's. */
  readonly tarball?: ReceivedTarball & { readonly file: string; readonly attachment: JsonObject };
}

/** npm's registry and CodeArtifact take less than this of one publish, metadata and base64 together (B9). */
const MAX_REQUEST_BYTES = 2 * 1024 ** 3;

/**
 * Reads the document that npm's clients send to publish, as it comes: the tarball goes into the store and is never held
 * whole, whatever stands before or behind it. After a failure nothing is left in the store, and the rest of the body is
 * not read.
 * @throws INVALID_ARGUMENT, TOO_LARGE; what the store or the connection throws
 */
export async function receiveDocument(
  resolver: Pick<NpmResolver, "stageAsset" | "discardStagedAssets">,
  { headers, body }: Pick<Request, "headers" | "body">,
): Promise<ReceivedDocument> {
  if (Number(headers.get("content-length") ?? 0) >= MAX_REQUEST_BYTES) throw tooLarge();
  const splitter = createDocumentSplitter();
  const tarballs: { readonly file: string; readonly receiver: TarballReceiver; received?: ReceivedTarball }[] = [];
  let size = 0;
  try {
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size >= MAX_REQUEST_BYTES) throw tooLarge();
      for (const piece of splitter.push(chunk)) {
        const current = tarballs.at(-1);
        if (piece.type === "begin") {
          if (current !== undefined) throw publishRefused("it has more than one tarball");
          tarballs.push({ file: piece.file, receiver: receiveTarball(resolver, piece.file) });
        } else if (piece.type === "text") await current?.receiver.write(piece.text);
        else if (current !== undefined) current.received = await current.receiver.finish();
      }
    }
    const document = asJsonObject(splitter.end());
    if (document === undefined) throw publishRefused("the document is no JSON object");
    const [tarball] = tarballs;
    const attachment = theAttachment(document, tarball?.file);
    if (tarball?.received === undefined || attachment === undefined) return { document };
    return { document, tarball: { file: tarball.file, attachment, ...tarball.received } };
  } catch (error) {
    for (const { receiver, received } of tarballs) {
      if (received === undefined) await receiver.abort(error);
      else await resolver.discardStagedAssets([received.staged]);
    }
    throw error;
  }
}

/** What the document says of the tarball whose data came; only text is data. */
function theAttachment(document: JsonObject, file: string | undefined): JsonObject | undefined {
  const attachments = Object.entries(ownObject(document, "_attachments") ?? {}).filter(
    ([name]) => !isProvenanceName(name),
  );
  const [first, ...others] = attachments;
  if (first === undefined && file === undefined) return undefined;
  const attachment = asJsonObject(first?.[1]);
  if (others.length > 0 || first?.[0] !== file || attachment === undefined || ownText(attachment, "data") === undefined)
    throw publishRefused("its attachments are not one tarball with its data as text");
  return attachment;
}

const tooLarge = () =>
  publishRefused(`it has ${MAX_REQUEST_BYTES} bytes or more`, {
    code: "TOO_LARGE",
    hint: "Nothing was published. Leave out of the package what nobody needs, or make two of it.",
    details: { rule: "B9", maxBytes: MAX_REQUEST_BYTES },
  });
