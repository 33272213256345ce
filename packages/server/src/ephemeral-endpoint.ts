import { createHash, randomBytes } from "node:crypto";
import type { Format } from "@headwater/formats";
import { type PackageFormat, isHeadwaterError } from "@headwater/resolver";
import { type Mount, createHandler } from "./create-handler.ts";
import { requireToken } from "./http/bearer-token.ts";
import { type NodeServer, startNodeServer } from "./node-server.ts";

const LOOPBACK = "127.0.0.1";
/** Below the ports that operating systems give to outgoing connections (Linux starts at 32768, others at 49152). */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_767;

export interface EphemeralEndpointOptions {
  readonly formats: readonly Format[];
  /** The domain's name. */
  readonly domain: string;
  readonly repository: string;
  /** Default `npm`. */
  readonly format?: PackageFormat;
  /** Told of every failure that is a fault of the program (answered with 500), and of every body that broke. */
  readonly onFault?: (error: unknown) => void;
}

/** One repository at the root of a loopback port, for as long as one client runs. */
export interface EphemeralEndpoint {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  readonly port: number;
  /** 43 characters; every request must carry it (Bearer, Basic password or alone). */
  readonly token: string;
  /** False when the repository's own port was busy: then no client may keep answers (they are `no-store`). */
  readonly stable: boolean;
  /** Requests so far, refused ones included. */
  readonly requestCount: number;
  /** Cuts what is in progress. Idempotent. */
  close(): Promise<void>;
}

const urlOf = (port: number): string => `http://${LOOPBACK}:${port}/`;

/** The port that a repository's endpoint takes when it can: the same on every run, because clients key their caches by it. */
export function ephemeralPort(domain: string, repository: string): number {
  const hash = createHash("sha256").update(`${domain}\0${repository}`).digest().readUInt32BE(0);
  return FIRST_PORT + (hash % (LAST_PORT - FIRST_PORT + 1));
}

/** Listens on 127.0.0.1 alone. @throws PORT_IN_USE when no port at all can be had */
export async function startEphemeralEndpoint(options: EphemeralEndpointOptions): Promise<EphemeralEndpoint> {
  const { formats, domain, repository, format = "npm", onFault } = options;
  const token = randomBytes(32).toString("base64url");
  let requestCount = 0;
  const start = (port: number, cacheControl: "no-cache" | "no-store"): Promise<NodeServer> =>
    startNodeServer({
      host: LOOPBACK,
      port,
      createHandler: (actualPort) => {
        const mount: Mount = { type: "repository", baseUrl: urlOf(actualPort), format, repository };
        const handler = createHandler({
          formats,
          mount,
          authenticate: requireToken(token),
          cacheControl,
          ...(onFault === undefined ? {} : { onFault }),
        });
        return (request) => {
          requestCount += 1;
          return handler(request);
        };
      },
      ...(onFault === undefined ? {} : { onBrokenBody: onFault }),
    });

  const ownPort = await start(ephemeralPort(domain, repository), "no-cache").catch((error: unknown) => {
    if (isHeadwaterError(error) && error.code === "PORT_IN_USE") return undefined;
    throw error;
  });
  const server = ownPort ?? (await start(0, "no-store"));
  return {
    url: urlOf(server.port),
    port: server.port,
    token,
    stable: ownPort !== undefined,
    get requestCount() {
      return requestCount;
    },
    close: () => server.close(),
  };
}
