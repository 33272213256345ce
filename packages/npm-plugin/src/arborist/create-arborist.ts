import { dirname } from "node:path";
import { type OpenDomain, endpointUrl } from "@headwater/domain";
import { type NpmCache, defaultNpmRegistry, openNpmCache } from "@headwater/formats";
import { createInProcessAgent } from "@headwater/server";
import type { ArboristOptions } from "@npmcli/arborist";
import { createExtractionPool } from "../extraction/extraction-pool.ts";
import {
  type AskedRegistries,
  type ClaimedRegistry,
  claimedRegistries,
  registryOf,
  registrySettings,
} from "../registries.ts";
import { DomainArborist } from "./domain-arborist.ts";
import { type DomainInstall, createDomainInstall } from "./domain-install.ts";
import { createRegistryHandler } from "./registry-handler.ts";

export interface CreateArboristOptions {
  readonly domain: OpenDomain;
  /** Sure to exist. */
  readonly repository: string;
  /** npm's flat settings, as `@npmcli/config` gives them (`cache` among them), and whatever else Arborist takes. */
  readonly options: ArboristOptions;
  /** Told of every failure that is a fault of the program, and of every body that broke. */
  readonly onFault?: (error: unknown) => void;
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborted: an install that has not begun does not begin. */
  readonly signal?: AbortSignal;
}

/** Arborist over a domain, and what it left to be retained. Proven in test/npm-plugin/install.test.ts */
export interface ArboristOverDomain {
  readonly arborist: DomainArborist;
  /** npm's settings with the domain in them, for pacote and other libraries of npm's. */
  readonly options: ArboristOptions;
  readonly asked: AskedRegistries;
  readonly install: DomainInstall;
  readonly npmCache: NpmCache;
  /** Another Arborist over the same domain, with further options. */
  another(options: ArboristOptions): DomainArborist;
  /** Ends the threads that unpack packages. Idempotent. */
  close(): Promise<void>;
}

/**
 * npm's own Arborist with a domain as its registry: no socket is opened for what the domain answers, packages that it holds
 * are unpacked from its store, and versions that the repository refuses end an install before it changes anything. Call
 * `retainInstalled` after a reify.
 *
 * @throws REPOSITORY_NOT_FOUND
 */
export async function createArborist(input: CreateArboristOptions): Promise<ArboristOverDomain> {
  const { domain, repository, options, onFault, onProgress, signal } = input;
  const claimed = await claimedBy(domain, repository, options);
  const asked: AskedRegistries = {
    claimed,
    registryOf: (name) => registryOf(name, options),
    defaultRegistry: await defaultNpmRegistry(),
  };
  const npmCache = openNpmCache(dirname(String(options["cache"])));
  const pool = createExtractionPool();
  const install = createDomainInstall({
    domain,
    asked,
    direct: domain.configuration.direct,
    pool,
    isCached: npmCache.has,
    modes: modesOf(options),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  });
  const agent = await agentOf(domain, claimed, options, onFault);
  // What is offline is the domain's way out; the domain itself is asked all the same.
  const all: ArboristOptions = { ...options, agent, offline: false };
  const another = (further: ArboristOptions): DomainArborist =>
    new DomainArborist({ ...all, ...further, domainInstall: install });
  return { arborist: another({}), options: all, asked, install, npmCache, another, close: () => pool.close() };
}

async function claimedBy(
  domain: OpenDomain,
  repository: string,
  options: ArboristOptions,
): Promise<readonly ClaimedRegistry[]> {
  const connections = await domain.resolver.reachableConnections(repository, "npm");
  return claimedRegistries({
    ...registrySettings(options),
    configuration: domain.configuration,
    repository,
    known: [endpointUrl(domain.configuration, repository), ...connections.map(({ connection }) => connection.url)],
  });
}

async function agentOf(
  domain: OpenDomain,
  claimed: readonly ClaimedRegistry[],
  options: ArboristOptions,
  onFault: ((error: unknown) => void) | undefined,
): Promise<ReturnType<typeof createInProcessAgent>> {
  const { direct } = domain.configuration;
  const { default: agents } = await import("@npmcli/agent");
  const handler = createRegistryHandler({ domain, claimed, direct, ...(onFault === undefined ? {} : { onFault }) });
  return createInProcessAgent({
    handler: handler.answer,
    claims: handler.claims,
    outside: (url) => (domain.configuration.offline ? undefined : agents.getAgent(url, outsideOptions(options))),
    ...(onFault === undefined ? {} : { onBrokenBody: onFault }),
  });
}

/** npm's network settings under the names that its agent has for them. */
function outsideOptions(options: ArboristOptions): Readonly<Record<string, unknown>> {
  const { ca, cert, key, localAddress, maxSockets, noProxy, httpsProxy, proxy, strictSSL, timeout } = options;
  return {
    ca,
    cert,
    key,
    localAddress,
    maxSockets,
    noProxy,
    proxy: httpsProxy ?? proxy,
    rejectUnauthorized: strictSSL,
    timeout,
  };
}

/** pacote's own defaults where npm's settings say nothing. */
function modesOf({ fmode, dmode, umask }: ArboristOptions): Parameters<typeof createDomainInstall>[0]["modes"] {
  const number = (value: unknown, otherwise: number): number =>
    typeof value === "number" && value !== 0 ? value : otherwise;
  return { fileMode: number(fmode, 0o666), folderMode: number(dmode, 0o777), umask: number(umask, 0) };
}
