import { readFile } from "node:fs/promises";
import {
  type ExternalCredentials,
  type Fetch,
  type NpmExternalRegistry,
  type NpmExternalRegistryOptions,
  type Timeouts,
  type TlsSettings,
  createNpmExternalRegistry,
  defaultNpmRegistry,
  proxySettings,
  timeoutsOf,
} from "@headwater/formats";
import { type ExternalConnection, HeadwaterError } from "@headwater/resolver";
import type { Configuration } from "./configuration/configuration.ts";
import { repositoryOfEndpoint } from "./configuration/endpoint-url.ts";
import { readSecret } from "./configuration/environment.ts";
import type { Environment } from "./configuration/user-folders.ts";
import type { Warning } from "./warning.ts";

/** The one connection that this build can use; the others are of formats that it does not serve. */
const NPM_CONNECTION = "public:npmjs";

/** How a host that has network settings of its own lets a domain out. */
export interface HostNetwork {
  /** With the host's own proxies, certificates and repetitions: those of the configuration and the environment do not count then. */
  readonly fetch: Fetch;
  readonly timeouts: Timeouts;
  readonly registry?: HostRegistry;
}

/** The registry behind `public:npmjs` where the configuration names none; an endpoint of `headwater serve` is none. Default: npm's own. */
export interface HostRegistry {
  readonly url: string;
  readonly credentials?: ExternalCredentials;
}

/** Settings of a host for the domain's own way out: what the configuration says of its connection counts more. */
export interface HostTransport extends TlsSettings {
  /** PEM of authorities that are trusted beside the runtime's own. */
  readonly certificateAuthorities?: readonly string[];
  /** Milliseconds that the registry may be silent. */
  readonly timeout?: number;
  /** How often a failed request is tried again. */
  readonly retries?: number;
}

/** The host that a domain is opened in, as far as it has settings. */
export interface Host {
  readonly network?: HostNetwork;
  readonly registry?: HostRegistry;
  readonly transport?: HostTransport;
}

/** The domain's ways out. */
export interface Outside {
  readonly registry: NpmExternalRegistry;
  readonly connections: ReadonlyMap<string, ExternalConnection>;
  /** npm's default registry, with a trailing slash. */
  readonly defaultRegistryUrl: string;
}

/**
 * The external registry as configured. Opens no connection. Proven also in test/open-domain.test.ts.
 * @throws CONFIGURATION_INVALID when the file of certificate authorities cannot be read, or a proxy variable names no proxy
 */
export async function createOutside(
  { externalConnections, offline, server }: Configuration,
  env: Environment,
  onWarning: (warning: Warning) => void,
  { network, registry: registryOfHost = network?.registry, transport = {} }: Host = {},
): Promise<Outside> {
  const { url, token, proxy, ca, timeout, freshness } = externalConnections[NPM_CONNECTION] ?? {};
  const defaultRegistryUrl = await defaultNpmRegistry();
  const isNamed = url !== undefined || repositoryOfEndpoint({ server }, registryOfHost?.url ?? "") !== undefined;
  const hostRegistry = isNamed ? undefined : registryOfHost;
  // A token belongs to the registry that it was configured for.
  const tokenIsMeant = hostRegistry === undefined || hostRegistry.url === defaultRegistryUrl;
  const secret = token === undefined || !tokenIsMeant ? undefined : readSecret(token, env);
  if (token !== undefined && tokenIsMeant && secret === undefined) {
    onWarning({
      code: "SECRET_MISSING",
      message: `The variable ${token.name}, which holds the token of ${NPM_CONNECTION}, is not set; the registry is asked without one.`,
      hint: `Set ${token.name}, or remove the token of ${NPM_CONNECTION} from the configuration.`,
    });
  }
  const credentials: ExternalCredentials | undefined =
    secret === undefined ? hostRegistry?.credentials : { type: "token", token: secret };
  const registry = createNpmExternalRegistry({
    defaultRegistryUrl,
    offline,
    ...(network === undefined
      ? {
          proxy: proxy === undefined ? proxySettings(env) : { httpProxy: proxy, httpsProxy: proxy },
          ...connectionSettings(transport, timeout === undefined ? undefined : timeout * 1000),
          ...(ca === undefined ? {} : { certificateAuthorities: [await readCertificates(ca)] }),
          tls: tlsSettings(transport, hostRegistry !== undefined),
        }
      : { fetch: network.fetch, timeouts: network.timeouts, retries: 0 }),
    ...(credentials === undefined ? {} : { credentials: { [NPM_CONNECTION]: credentials } }),
  });
  const connection: ExternalConnection = {
    name: NPM_CONNECTION,
    url: url ?? hostRegistry?.url ?? defaultRegistryUrl,
    ...(freshness === undefined ? {} : { metadataFreshness: freshness }),
  };
  return { registry, connections: new Map([[connection.name, connection]]), defaultRegistryUrl };
}

function connectionSettings(
  { certificateAuthorities, retries, timeout }: HostTransport,
  configuredTimeout: number | undefined,
): Pick<NpmExternalRegistryOptions, "certificateAuthorities" | "retries" | "timeouts"> {
  const silence = configuredTimeout ?? timeout;
  return {
    ...(certificateAuthorities === undefined ? {} : { certificateAuthorities }),
    ...(retries === undefined ? {} : { retries }),
    ...(silence === undefined ? {} : { timeouts: timeoutsOf(silence) }),
  };
}

/** Who asks is shown to the host's own registry alone, as its credentials are. */
function tlsSettings({ rejectUnauthorized, certificate, key }: HostTransport, isOfHost: boolean): TlsSettings {
  return {
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
    ...(isOfHost && certificate !== undefined ? { certificate } : {}),
    ...(isOfHost && key !== undefined ? { key } : {}),
  };
}

async function readCertificates(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new HeadwaterError(
      "CONFIGURATION_INVALID",
      `The certificate authorities of ${NPM_CONNECTION} cannot be read: ${(error as Error).message}.`,
      {
        hint: "Correct its key ca in the configuration.",
        cause: error,
      },
    );
  }
}
