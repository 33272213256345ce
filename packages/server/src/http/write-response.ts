import type { ServerResponse } from "node:http";

/** The connection was closed by the other side before the answer was complete. */
export class ClientGone extends Error {
  override readonly name = "ClientGone";
}

/**
 * Writes a response at the pace of its reader. The last bytes are held back until the body says that it is complete, so
 * that a body which breaks is never a whole answer, whatever length was announced.
 * @throws the body's own error, or {@link ClientGone}; the caller cuts the connection
 */
export async function writeResponse(outgoing: ServerResponse, response: Response, withBody: boolean): Promise<void> {
  outgoing.strictContentLength = withBody;
  const { status, headers, body } = response;
  if (body === null || !withBody) {
    outgoing.writeHead(status, flatten(headers));
    outgoing.end();
    // Not awaited: nobody waits for a body that nobody asked for.
    body?.cancel().catch(ignoreUnreadBody);
    return;
  }
  const reader = body.getReader();
  const cancel = (): void =>
    void reader.cancel(new ClientGone("The client closed the connection.")).catch(ignoreUnreadBody);
  outgoing.once("close", cancel);
  try {
    await writeBody(outgoing, status, headers, reader);
  } catch (error) {
    // Also for a client that had left before anybody could listen for it: 'close' comes only once.
    await reader.cancel(error).catch(ignoreUnreadBody);
    throw error;
  } finally {
    outgoing.off("close", cancel);
  }
}

async function writeBody(
  outgoing: ServerResponse,
  status: number,
  headers: Headers,
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<void> {
  const length = headers.get("content-length");
  let remaining = length === null ? Infinity : Number(length);
  let { done, value } = await reader.read();
  // Announced only now, so that a body which fails at once can still be answered with an error.
  requireClient(outgoing);
  outgoing.writeHead(status, flatten(headers));
  while (!done && value !== undefined) {
    remaining -= value.byteLength;
    if (remaining > 0 && !outgoing.write(value)) await drained(outgoing);
    const next = await reader.read();
    requireClient(outgoing);
    if (remaining <= 0) {
      if (!next.done) throw new Error("The body is longer than the length that was announced.");
      outgoing.end(value);
      return;
    }
    ({ done, value } = next);
  }
  if (remaining !== Infinity && remaining > 0)
    throw new Error("The body is shorter than the length that was announced.");
  outgoing.end();
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      outgoing.off("drain", settle).off("close", settle);
      resolve();
    };
    if (outgoing.destroyed) resolve();
    else outgoing.on("drain", settle).on("close", settle);
  });
}

function requireClient(outgoing: ServerResponse): void {
  if (outgoing.destroyed) throw new ClientGone("The client closed the connection.");
}

function flatten(headers: Headers): string[] {
  const flat: string[] = [];
  headers.forEach((value, name) => flat.push(name, value));
  return flat;
}

/** Cancelling a body that has failed already rejects with that failure, which concerns no reader any more. */
function ignoreUnreadBody(): void {}
