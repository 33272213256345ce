import { getCACertificates } from "node:tls";
import type { Fetch } from "./fetch.ts";
import type { ProxySettings } from "./proxy-settings.ts";
import type { TlsSettings } from "./tls-settings.ts";

export interface UndiciFetchOptions {
  readonly proxy: ProxySettings;
  readonly certificateAuthorities: readonly string[];
  readonly tls: TlsSettings;
  /** In milliseconds. */
  readonly connectTimeout: number;
}

/** At most this many connections to one host: more than an install keeps busy, fewer than a registry minds. */
const CONNECTIONS = 32;

/** A `fetch` over undici with proxies and certificate authorities of its own; undici is loaded by the first call. */
export function createUndiciFetch(options: UndiciFetchOptions): { readonly fetch: Fetch; close(): Promise<void> } {
  const load = async () => {
    const { default: undici } = await import("undici");
    const { EnvHttpProxyAgent, fetch } = undici;
    const ca =
      options.certificateAuthorities.length === 0
        ? {}
        : { ca: [...getCACertificates("default"), ...options.certificateAuthorities] };
    const { rejectUnauthorized = true, certificate, key } = options.tls;
    const tls = { ...ca, rejectUnauthorized, timeout: options.connectTimeout };
    const asClient = {
      ...tls,
      ...(certificate === undefined ? {} : { cert: certificate }),
      ...(key === undefined ? {} : { key }),
    };
    // Empty strings, because the agent reads the environment for settings that are undefined.
    const dispatcher = new EnvHttpProxyAgent({
      httpProxy: options.proxy.httpProxy ?? "",
      httpsProxy: options.proxy.httpsProxy ?? "",
      noProxy: options.proxy.noProxy ?? "",
      proxyTunnel: false,
      connect: asClient,
      requestTls: asClient,
      // A proxy is not whom the certificate is for.
      proxyTls: tls,
      connections: CONNECTIONS,
      // The caller watches both: one owner for each timeout.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return { fetch, dispatcher };
  };
  let loaded: ReturnType<typeof load> | undefined;

  return {
    async fetch(url, init) {
      loaded ??= load();
      const { fetch, dispatcher } = await loaded;
      return await fetch(url, { ...init, dispatcher });
    },
    async close() {
      // What could not be loaded was told to everybody who fetched, and has nothing to close.
      const open = await loaded?.catch(() => undefined);
      await open?.dispatcher.destroy();
    },
  };
}
