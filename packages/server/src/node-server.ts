import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { HeadwaterError } from "@headwater/resolver";
import type { Handler } from "./create-handler.ts";
import { type NodeListenerOptions, createNodeListener } from "./node-listener.ts";

/** Milliseconds that an idle connection is kept: longer than clients keep theirs, so that no request meets a close. */
const KEEP_ALIVE = 75_000;
/** Bytes of all request headers together; more is answered with 431. */
const MAX_HEADER_SIZE = 16_384;
/** Milliseconds that one request may take to come in: 2 GB, which a publish may have (B9), at half a megabyte a second. */
const REQUEST_TIMEOUT = 4_000_000;
/** Milliseconds that `close` waits for handlers to notice that their client is gone. */
const HANDLER_END = 2_000;

export interface NodeServerOptions extends NodeListenerOptions {
  /** Called once, when the port is known and before the first request. */
  readonly createHandler: (port: number) => Handler;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

export interface NodeServer {
  readonly port: number;
  /**
   * Takes no new connection, lets requests in progress go on for `gracePeriod` milliseconds (default 0), then cuts
   * them. Idempotent.
   */
  close(gracePeriod?: number): Promise<void>;
}

/** Listens. @throws PORT_IN_USE; INVALID_ARGUMENT when the address cannot be bound at all */
export async function startNodeServer(options: NodeServerOptions): Promise<NodeServer> {
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE,
    maxHeaderSize: MAX_HEADER_SIZE,
    requestTimeout: REQUEST_TIMEOUT,
  });
  const port = await listen(server, options.host, options.port);
  const listener = createNodeListener(options.createHandler(port), options);
  const active = new Set<Promise<void>>();
  let closing: Promise<void> | undefined;
  server.on("request", (incoming, outgoing) => {
    if (closing !== undefined) outgoing.setHeader("connection", "close");
    const answered = listener(incoming, outgoing);
    active.add(answered);
    void answered.finally(() => active.delete(answered));
    outgoing.on("close", () => {
      if (closing !== undefined) server.closeIdleConnections();
    });
  });

  const close = async (gracePeriod: number): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const timer = setTimeout(() => server.closeAllConnections(), gracePeriod);
    await closed;
    clearTimeout(timer);
    const handlersEnd = new AbortController();
    await Promise.race([
      Promise.all(active),
      // Rejects only by the abort below, when nobody waits any more.
      delay(HANDLER_END, undefined, { signal: handlersEnd.signal }).catch(() => undefined),
    ]);
    handlersEnd.abort();
  };
  return { port, close: (gracePeriod = 0) => (closing ??= close(gracePeriod)) };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown): void => reject(listenError(error as NodeJS.ErrnoException, host, port));
    server.once("error", refuse);
    try {
      server.listen({ host, port, exclusive: true }, () => {
        server.removeAllListeners("error");
        resolve((server.address() as AddressInfo).port);
      });
    } catch (error) {
      // A number that is no port is refused at once.
      refuse(error);
    }
  });
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): HeadwaterError {
  if (cause.code === "EADDRINUSE") {
    return new HeadwaterError("PORT_IN_USE", `Port ${port} of ${host} is in use by another process.`, {
      hint: "It may be another headwater serve. End it, or use another port: headwater serve --port N, or server.url in headwater.yml, which headwater login reads too.",
      cause,
      details: { host, port },
    });
  }
  if (cause.code === "ERR_SOCKET_BAD_PORT") {
    return new HeadwaterError("INVALID_ARGUMENT", `${port} is no port.`, {
      hint: "Choose a port from 1 to 65535, or 0 for any free one.",
      cause,
      details: { host, port },
    });
  }
  return new HeadwaterError("INVALID_ARGUMENT", `Cannot listen on port ${port} of ${host}: ${cause.message}.`, {
    hint: cause.code === "EACCES" ? "Choose a port above 1023." : "Use an address of this machine, such as 127.0.0.1.",
    cause,
    details: { host, port },
  });
}
