import {
  type ExternalConnection,
  type ExternalVersion,
  HeadwaterError,
  type PackageCoordinate,
} from "@headwater/resolver";
import { isNestedDeeperThan } from "../json-object.ts";
import { npmName } from "../names.ts";
import { announcedIntegrity } from "../packument/announced-integrity.ts";
import { hostlessManifest } from "../packument/hostless-manifest.ts";
import { publishedTimeOf } from "../packument/parse.ts";
import { TARBALL_ASSET } from "../tarball-path.ts";
import { type SendRequest, createSendRequest } from "./exchange.ts";
import { fetchPackument } from "./fetch-packument.ts";
import { fetchTarball } from "./fetch-tarball.ts";
import type { NpmExternalRegistry, NpmExternalRegistryOptions } from "./npm-external-registry.ts";
import { createParsedPackuments } from "./parsed-packuments.ts";
import { createPassThrough } from "./pass-through.ts";
import { registryName, unreachable } from "./registry-errors.ts";
import { DEFAULT_TIMEOUTS } from "./timeouts.ts";
import { createUndiciFetch } from "./undici-fetch.ts";
import { withCircuitBreaker } from "./with-circuit-breaker.ts";
import { withRetries } from "./with-retries.ts";

const MEBIBYTE = 1024 * 1024;
const GIBIBYTE = 1024 * MEBIBYTE;
/** No real manifest comes near it; deeper ones could exhaust the stack of whoever walks them. */
const MAX_MANIFEST_DEPTH = 100;

/** The npm client for the outside: the only place of this package from which a connection is opened. */
export function createNpmExternalRegistry(options: NpmExternalRegistryOptions): NpmExternalRegistry {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const clock = options.clock ?? { now: () => Date.now() };
  const undici = createUndiciFetch({
    proxy: options.proxy ?? {},
    certificateAuthorities: options.certificateAuthorities ?? [],
    tls: options.tls ?? {},
    connectTimeout: timeouts.connect,
  });
  const retry = { retries: options.retries ?? 2, clock, sleep: options.sleep ?? wait };
  const parsed = createParsedPackuments(options.parsedBytes ?? 64 * MEBIBYTE);
  const sendOnline = createSendRequest({
    fetch: options.fetch ?? undici.fetch,
    credentials: options.credentials ?? {},
    timeouts,
    userAgent: options.userAgent ?? "headwater",
    clock,
  });
  const send = options.offline === true ? refuseToSend : sendOnline;
  const packuments = {
    send,
    parsed,
    maxBytes: options.maxPackumentBytes ?? 128 * MEBIBYTE,
    idleTimeout: timeouts.body,
  };
  const tarballs = { idleTimeout: timeouts.body, maxBytes: options.maxTarballBytes ?? 5 * GIBIBYTE };
  const passed = createPassThrough(send, timeouts.body);

  const registry: NpmExternalRegistry = {
    format: "npm",
    async fetchPackage(connection, coordinate, validator, { signal }) {
      return await withRetries(() => fetchPackument(packuments, connection, coordinate, validator, signal), retry);
    },
    async fetchAsset(connection, asset, { signal }) {
      return await withRetries(() => fetchTarball(send, tarballs, connection, asset, signal), retry);
    },
    async readPackument(coordinate, document) {
      return await parsed.packument(coordinate, document);
    },
    async readIndex(_connection, coordinate, document) {
      return await parsed.index(coordinate, document);
    },
    async readVersion(connection, coordinate, document, version) {
      const packument = await parsed.packument(coordinate, document);
      const announced = packument.versions.get(version);
      if (announced === undefined) return undefined;
      if (isNestedDeeperThan(announced, MAX_MANIFEST_DEPTH)) throw nestedTooDeeply(connection, coordinate, version);
      const owner = { connection, defaultRegistryUrl: options.defaultRegistryUrl };
      const { manifest, tarball } = hostlessManifest(owner, coordinate, version, announced);
      const integrity = announcedIntegrity(announced);
      const publishedTime = publishedTimeOf(packument, version);
      return {
        version,
        manifest,
        ...(publishedTime === undefined ? {} : { publishedTime }),
        assets: [{ name: TARBALL_ASSET, url: tarball.url, ...(integrity === undefined ? {} : { integrity }) }],
      } satisfies ExternalVersion;
    },
    search: async (...call) => await withRetries(() => passed.search(...call), retry),
    advisories: async (...call) => await withRetries(() => passed.advisories(...call), retry),
    attestations: async (...call) => await withRetries(() => passed.attestations(...call), retry),
    signingKeys: async (...call) => await withRetries(() => passed.signingKeys(...call), retry),
    close: async () => await undici.close(),
  };
  return withCircuitBreaker(registry, { unreachableFor: options.unreachableFor ?? 30_000, clock });
}

const nestedTooDeeply = (
  connection: ExternalConnection,
  coordinate: PackageCoordinate,
  version: string,
): HeadwaterError =>
  new HeadwaterError(
    "EXTERNAL_REGISTRY_INVALID_ANSWER",
    `${registryName(connection)} describes ${npmName(coordinate)}@${version} nested too deeply.`,
    {
      hint: "Refuse this version: no package needs such a manifest.",
      details: { connection: connection.name, maxDepth: MAX_MANIFEST_DEPTH },
    },
  );

const refuseToSend: SendRequest = async (connection, { subject }) => {
  throw unreachable(connection, "offline", subject);
};

const wait = async (milliseconds: number): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
};
