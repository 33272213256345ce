import { type ExternalConnection, HeadwaterError } from "@headwater/resolver";
import type { Exchange, ExternalRequest } from "./exchange.ts";
import { classifyFault, registryName, unreachable } from "./registry-errors.ts";
import { withTimeout } from "./timeouts.ts";

export interface BodyLimits {
  /** Milliseconds of silence after which the exchange is given up. */
  readonly idleTimeout: number;
  /** In bytes. */
  readonly maxBytes: number;
}

/**
 * The body of an answer as a stream that fails when the registry is silent for too long or breaks off; time that the reader
 * takes does not count. @throws TOO_LARGE; in the stream also EXTERNAL_REGISTRY_UNREACHABLE
 */
export async function streamBody(
  connection: ExternalConnection,
  request: ExternalRequest,
  exchange: Exchange,
  limits: BodyLimits,
): Promise<ReadableStream<Uint8Array>> {
  const maxBytes = await checkedLimit(connection, request, exchange, limits);
  const reader = exchange.body?.getReader();
  let size = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await readChunk(reader, connection, request, exchange, limits.idleTimeout);
        if (chunk === undefined) return controller.close();
        size += chunk.byteLength;
        if (size > maxBytes) {
          await reader?.cancel();
          throw tooLarge(connection, request, maxBytes);
        }
        controller.enqueue(chunk);
      },
      async cancel(reason) {
        await reader?.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** The body of an answer whole. @throws TOO_LARGE, EXTERNAL_REGISTRY_UNREACHABLE */
export async function readBody(
  connection: ExternalConnection,
  request: ExternalRequest,
  exchange: Exchange,
  limits: BodyLimits,
): Promise<Uint8Array> {
  const maxBytes = await checkedLimit(connection, request, exchange, limits);
  const reader = exchange.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const chunk = await readChunk(reader, connection, request, exchange, limits.idleTimeout);
    if (chunk === undefined) return Buffer.concat(chunks, size);
    size += chunk.byteLength;
    if (size > maxBytes) {
      await reader?.cancel();
      throw tooLarge(connection, request, maxBytes);
    }
    chunks.push(chunk);
  }
}

/** How many bytes may come. @throws TOO_LARGE when more are announced */
async function checkedLimit(
  connection: ExternalConnection,
  request: ExternalRequest,
  { headers, body }: Exchange,
  { maxBytes }: BodyLimits,
): Promise<number> {
  const announced = Number(headers.get("content-length") ?? 0);
  if (announced <= maxBytes) return maxBytes;
  await body?.cancel();
  throw tooLarge(connection, request, maxBytes);
}

async function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
  connection: ExternalConnection,
  { subject, signal }: ExternalRequest,
  { giveUp }: Exchange,
  idleTimeout: number,
): Promise<Uint8Array | undefined> {
  if (reader === undefined) return undefined;
  let silent = false;
  try {
    const { value } = await withTimeout(reader.read(), idleTimeout, () => {
      silent = true;
      giveUp();
    });
    return value;
  } catch (error) {
    signal?.throwIfAborted();
    // The registry was there: whatever ended the body, it stopped or broke off.
    const stopped = silent || classifyFault(error) === "timeout";
    throw unreachable(connection, stopped ? "silent" : "broken", subject, error);
  }
}

const tooLarge = (connection: ExternalConnection, { subject }: ExternalRequest, maxBytes: number): HeadwaterError =>
  new HeadwaterError("TOO_LARGE", `${registryName(connection)} answered ${subject} with more than ${maxBytes} bytes.`, {
    hint: "Refuse this package, or raise the limit if you trust it.",
    details: { connection: connection.name, maxBytes },
  });
