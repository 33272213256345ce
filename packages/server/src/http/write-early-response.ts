import type { ServerResponse } from "node:http";

/** Statuses that stand for answers without a body. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Answers a client that is still sending, and asks it to stop: the whole answer goes out at once, with its length, so that
 * the client has it however long `discardRest` takes; only then the connection ends. Ending it at once would be a reset,
 * which can overtake the answer. For refusals, which are short: the body is held whole.
 * @throws the body's own error, before anything was written
 */
export async function writeEarlyResponse(
  outgoing: ServerResponse,
  response: Response,
  discardRest: () => Promise<void>,
): Promise<void> {
  const body = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.set("connection", "close");
  if (!WITHOUT_BODY.has(response.status)) headers.set("content-length", String(body.byteLength));
  outgoing.writeHead(response.status, [...headers].flat());
  if (body.byteLength > 0) outgoing.write(body);
  else outgoing.flushHeaders();
  await discardRest();
  outgoing.end();
}
