import type { IncomingMessage, ServerResponse } from "node:http";
import type { Handler } from "./create-handler.ts";
import { errorResponse } from "./http/error-response.ts";
import { requestBody } from "./http/request-body.ts";
import { hasBody, requestFromNode } from "./http/request-from-node.ts";
import { writeEarlyResponse } from "./http/write-early-response.ts";
import { ClientGone, writeResponse } from "./http/write-response.ts";

export interface NodeListenerOptions {
  /** Told of every body that failed on the way: its connection was cut, so the client knows, but not why. */
  readonly onBrokenBody?: (error: unknown) => void;
}

/**
 * A listener for `node:http` servers, those that listen and those that are handed their connections. Aborts the
 * request's signal as soon as the client is gone; cuts the connection when a body fails. The promise, for who wants to
 * wait, never rejects.
 */
export function createNodeListener(
  handler: Handler,
  options: NodeListenerOptions = {},
): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    const client = new AbortController();
    let answered = false;
    outgoing.on("close", () => {
      if (!outgoing.writableFinished && !answered) client.abort(new ClientGone("The client closed the connection."));
    });
    // The same loss of the connection as 'close' reports, which is what we act on.
    outgoing.on("error", () => undefined);
    const withBody = incoming.method !== "HEAD";
    const body = hasBody(incoming) ? requestBody(incoming) : undefined;
    const send = async (response: Response): Promise<void> => {
      await body?.discardSmallRest();
      if (body !== undefined && !incoming.complete && !outgoing.destroyed) {
        await writeEarlyResponse(outgoing, response, () => {
          answered = true;
          return body.discardRest();
        });
        return;
      }
      // What is left of a request that was answered early would be taken for the next request.
      if (!incoming.complete) outgoing.setHeader("connection", "close");
      await writeResponse(outgoing, response, withBody);
    };
    try {
      await send(await answer(handler, incoming, body?.stream, client.signal));
    } catch (error) {
      if (error instanceof ClientGone || outgoing.destroyed) return;
      if (outgoing.headersSent) {
        options.onBrokenBody?.(error);
        cut(outgoing);
      } else {
        await send(errorResponse(error, options.onBrokenBody)).catch(() => cut(outgoing));
      }
    }
  };
}

async function answer(
  handler: Handler,
  incoming: IncomingMessage,
  body: ReadableStream<Uint8Array> | undefined,
  signal: AbortSignal,
): Promise<Response> {
  let request: Request;
  try {
    request = requestFromNode(incoming, body, signal);
  } catch (error) {
    return errorResponse(error);
  }
  return handler(request);
}

/** Ends the connection so that nobody can take what was sent for a whole answer: by a reset where there is one. */
function cut(outgoing: ServerResponse): void {
  const { socket } = outgoing;
  if (socket !== null && "resetAndDestroy" in socket) socket.resetAndDestroy();
  else outgoing.destroy();
}
