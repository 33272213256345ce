import type { IncomingMessage } from "node:http";
import { ClientGone } from "./write-response.ts";

/** How far, in bytes, reading from a connection may run ahead of the handler. */
const READ_AHEAD = 256 * 1024;
/** The most bytes of a request that are thrown away to get an answer through: those of the largest publish (B9). */
const MAX_DISCARDED = 2 * 1024 ** 3;
/** Milliseconds without a byte, after which nobody waits for the rest of a request that is answered. */
const IDLE = 5_000;
/** A rest of at most so many bytes is awaited before the answer, so that the connection can serve the next request. */
const SMALL_REST = 1024 * 1024;
/** Milliseconds without a byte, after which an answer does not wait for a small rest any more. */
const SMALL_REST_IDLE = 1_000;

/** A request's body on its way from a connection. */
export interface RequestBody {
  /** At the pace of its reader; fails with {@link ClientGone} when the connection ends before it. Whoever stops reading does not cut the connection, so an answer can still be sent. */
  readonly stream: ReadableStream<Uint8Array>;
  /** Throws away what is left of it when the client says that this is little, because the answer is known. */
  discardSmallRest(): Promise<void>;
  /**
   * Throws away what is left of it, because the answer is given: a client that is still sending would find its connection
   * cut, and never read the answer. Gives up on a client that sends nothing for five seconds, or without end.
   */
  discardRest(): Promise<void>;
}

export function requestBody(incoming: IncomingMessage): RequestBody {
  let open = true;
  let received = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = (act: () => void): void => {
          if (open) act();
          open = false;
        };
        incoming.pause();
        incoming.on("data", (chunk: Buffer) => {
          received += chunk.byteLength;
          if (!open) return;
          controller.enqueue(chunk);
          if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
        });
        incoming.on("end", () => end(() => controller.close()));
        const cut = (cause?: unknown): void =>
          end(() => controller.error(new ClientGone("The connection ended in the middle of the request.", { cause })));
        incoming.on("error", cut);
        incoming.on("close", () => cut());
      },
      pull() {
        incoming.resume();
      },
      cancel() {
        open = false;
        incoming.resume();
      },
    },
    { highWaterMark: READ_AHEAD, size: (chunk) => chunk.byteLength },
  );

  const discard = (maxIdle: number): Promise<void> => {
    open = false;
    if (incoming.complete || incoming.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      let discarded = 0;
      const settle = (): void => {
        clearTimeout(idle);
        incoming.off("data", count).off("end", settle).off("close", settle);
        incoming.pause();
        resolve();
      };
      const idle = setTimeout(settle, maxIdle);
      const count = (chunk: Buffer): void => {
        discarded += chunk.byteLength;
        idle.refresh();
        if (discarded > MAX_DISCARDED) settle();
      };
      incoming.on("data", count).on("end", settle).on("close", settle);
      incoming.resume();
    });
  };

  return {
    stream,
    async discardSmallRest() {
      // Without a length, and with one that is no number, nobody knows what is left.
      const rest = Number(incoming.headers["content-length"] ?? Infinity) - received;
      if (rest <= SMALL_REST) await discard(SMALL_REST_IDLE);
    },
    discardRest: () => discard(IDLE),
  };
}
