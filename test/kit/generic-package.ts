/** Generic packages as tests name them: `acme/tool@1.0.0`. */
import type { PackageVersionCoordinate, PublishedAsset, Resolver } from "@headwater/resolver";

export function genericCoordinate(spec: string): PackageVersionCoordinate {
  const [, namespace, name, version] = /^([^/]+)\/([^@]+)@(.+)$/.exec(spec) ?? [];
  if (namespace === undefined || name === undefined || version === undefined)
    throw new Error(`${spec} is no namespace/name@version.`);
  return { format: "generic", namespace, name, version };
}

/** Bytes as a stream in chunks; `failAfter` so many bytes it breaks. */
export function streamOf(
  content: string | Uint8Array,
  { chunkSize = 16 * 1024, failAfter = Number.POSITIVE_INFINITY } = {},
): ReadableStream<Uint8Array> {
  const bytes = Buffer.from(content);
  let sent = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (sent >= failAfter) throw new Error("the sender went away");
        if (sent >= bytes.byteLength) return controller.close();
        const chunk = bytes.subarray(sent, sent + chunkSize);
        sent += chunk.byteLength;
        controller.enqueue(new Uint8Array(chunk));
      },
    },
    { highWaterMark: 0 },
  );
}

export interface GenericAsset {
  readonly spec: string;
  readonly name?: string;
  /** Default: a text that names spec and asset. */
  readonly content?: string | Uint8Array;
  readonly unfinished?: boolean;
}

/** Publishes one asset, by default `tool.txt`. */
export function publishGeneric(
  resolver: Resolver,
  repository: string,
  { spec, name = "tool.txt", content = `${name} of ${spec}\n`, unfinished = false }: GenericAsset,
): Promise<PublishedAsset> {
  const coordinate = genericCoordinate(spec);
  return resolver.publishGenericAsset({
    repository,
    coordinate,
    asset: name,
    content: streamOf(content),
    unfinished,
  });
}
