import type { IncomingMessage } from "node:http";
import { ClientGone } from "./write-response.ts";

/** How far, in bytes, reading from a connection may run ahead of the handler. */
const READ_AHEAD = 256 * 1024;
/** The most bytes of a request that are thrown away to get an answer through: those of the largest publish (B9). */
const MAX_DISCARDED = 2 * 1024 ** 3;
/** Milliseconds without a byte, after which nobody waits for the rest of a request that is answered. */
const IDLE = 1_000;

/** A request's body on its way from a connection. */
export interface RequestBody {
  /** At the pace of its reader; fails with {@link ClientGone} when the connection ends before it. Whoever stops reading does not cut the connection, so an answer can still be sent. */
  readonly stream: ReadableStream<Uint8Array>;
  /**
   * Throws away what is left of it, because the answer is known: a client that is still sending would find its connection
   * cut, and never read the answer. Gives up on a client that sends nothing for a second, or without end.
   */
  discardRest(): Promise<void>;
}

export function requestBody(incoming: IncomingMessage): RequestBody {
  let open = true;
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = (act: () => void): void => {
          if (open) act();
          open = false;
        };
        incoming.pause();
        incoming.on("data", (chunk: Buffer) => {
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

  return {
    stream,
    discardRest() {
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
        const idle = setTimeout(settle, IDLE);
        const count = (chunk: Buffer): void => {
          discarded += chunk.byteLength;
          idle.refresh();
          if (discarded > MAX_DISCARDED) settle();
        };
        incoming.on("data", count).on("end", settle).on("close", settle);
        incoming.resume();
      });
    },
  };
}
