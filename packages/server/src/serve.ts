import { type Format, isLoopback } from "@headwater/formats";
import { HeadwaterError } from "@headwater/resolver";
import { createHandler } from "./create-handler.ts";
import { allowAnyoneHere } from "./http/allow-anyone-here.ts";
import { requireToken } from "./http/bearer-token.ts";
import { startNodeServer } from "./node-server.ts";

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = 4873;
/** Milliseconds that requests in progress get when the server closes. */
const GRACE_PERIOD = 5_000;

export interface ServeOptions {
  readonly formats: readonly Format[];
  /** The configured `server.url`: what clients dial, also through a proxy. Ends with a slash. */
  readonly url: string;
  /** What every request must carry. Without it `serve` refuses, unless `allowAnyone` says so. */
  readonly token: string | undefined;
  /** Let every program on this machine read and write, without a token. Default false. */
  readonly allowAnyone?: boolean;
  /** A loopback address. Default: the host of `url` when that is one, else 127.0.0.1. */
  readonly host?: string;
  /** Default: the port of `url` when its host is a loopback address, else 4873. 0: any free one, put into `url`. */
  readonly port?: number;
  /** Told of every failure that is a fault of the program (answered with 500), and of every body that broke. */
  readonly onFault?: (error: unknown) => void;
}

export interface RunningServer {
  readonly host: string;
  readonly port: number;
  /** What clients dial, with a trailing slash. */
  readonly url: string;
  /** Takes no new connection and gives requests in progress 5 seconds. Idempotent. */
  close(): Promise<void>;
}

/**
 * Serves every repository of a domain on this machine at `{url}{format}/{repository}/`.
 * @throws PORT_IN_USE; CONFIGURATION_INVALID without a token; NOT_SUPPORTED for an address that other machines can reach
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { formats, token, onFault } = options;
  const configured = new URL(options.url);
  // An https URL is a proxy's, even on this machine.
  const direct = configured.protocol === "http:" && isLoopback(configured.hostname);
  const host = options.host ?? (direct ? withoutBrackets(configured.hostname) : DEFAULT_HOST);
  if (!isLoopback(host)) {
    throw new HeadwaterError("NOT_SUPPORTED", `Headwater serves on a loopback address only, and ${host} is none.`, {
      hint: "Listen on 127.0.0.1 and let a proxy with TLS stand in front; name the proxy's address in server.url.",
      details: { host },
    });
  }
  if (token === undefined && options.allowAnyone !== true) {
    throw new HeadwaterError("CONFIGURATION_INVALID", "There is no token that requests must carry.", {
      hint: "Set server.token to env:NAME in headwater.yml, or say explicitly that anyone on this machine may read and write.",
    });
  }

  let url = configured.href;
  const server = await startNodeServer({
    host,
    port: options.port ?? (direct ? Number(configured.port || 80) : DEFAULT_PORT),
    createHandler: (port) => {
      if (direct) configured.port = String(port);
      url = configured.href;
      return createHandler({
        formats,
        mount: { type: "paths", baseUrl: url },
        authenticate: token === undefined ? allowAnyoneHere(url) : requireToken(token),
        ...(onFault === undefined ? {} : { onFault }),
      });
    },
    ...(onFault === undefined ? {} : { onBrokenBody: onFault }),
  });
  return { host, port: server.port, url, close: () => server.close(GRACE_PERIOD) };
}

const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, "$1");
