import { type ExternalAsset, type ExternalConnection, HeadwaterError } from "@headwater/resolver";
import { isOnOwnHost } from "../tarball-location.ts";
import type { ExternalRequest, SendRequest } from "./exchange.ts";
import { type BodyLimits, streamBody } from "./read-body.ts";
import { answeredWith, registryName } from "./registry-errors.ts";

/** The bytes of a tarball as the registry gives them, unverified; only from the connection's own host or where that redirects to. */
export async function fetchTarball(
  send: SendRequest,
  limits: BodyLimits,
  connection: ExternalConnection,
  asset: ExternalAsset,
  signal: AbortSignal | undefined,
): Promise<ReadableStream<Uint8Array>> {
  if (!isOnOwnHost(connection, asset.url)) {
    throw new HeadwaterError(
      "EXTERNAL_ASSET_FOREIGN_HOST",
      `${registryName(connection)} names a tarball on another host: ${asset.url}.`,
      {
        hint: "Connect a repository to the registry that has the tarball; a connection fetches from its own host only.",
        details: { connection: connection.name, url: asset.url },
      },
    );
  }
  const request: ExternalRequest = {
    url: asset.url,
    subject: `the tarball ${new URL(asset.url).pathname}`,
    headers: { accept: "application/octet-stream, */*", "accept-encoding": "identity" },
    ...(signal === undefined ? {} : { signal }),
  };
  const exchange = await send(connection, request);
  if (exchange.status === 200) return await streamBody(connection, request, exchange, limits);
  await exchange.body?.cancel();
  if (exchange.status !== 404 && exchange.status !== 410)
    throw answeredWith(connection, exchange.status, request.subject);
  throw new HeadwaterError(
    "ASSET_NOT_FOUND",
    `${registryName(connection)} has no tarball ${new URL(asset.url).pathname}.`,
    {
      hint: "The registry lists the version but no longer has its bytes; choose another version.",
      details: { connection: connection.name, url: asset.url },
    },
  );
}
