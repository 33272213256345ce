import { HeadwaterError, isHeadwaterError } from "../errors/headwater-error.ts";
import type { ExternalMetadata } from "../external-connection/external-metadata.ts";
import { type RegistryContact, createRegistryContact } from "../external-connection/registry-contact.ts";
import { type PackageCoordinate, displayName, packagePath } from "../names/coordinate.ts";
import type {
  ExternalAsset,
  ExternalConnection,
  ExternalDocument,
  ExternalRegistry,
} from "../ports/external-registry.ts";
import type { KeyOf, Stored } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { createExternalDocuments } from "./external-documents.ts";
import { createSingleFlight } from "./single-flight.ts";

/** What a public registry says about a package, as far as the domain can know it now. */
export interface ExternalPackage {
  readonly connection: ExternalConnection;
  readonly registry: ExternalRegistry;
  readonly document: ExternalDocument;
  /** Why the registry could not be asked just now; the document is then the last one it gave (F1). */
  readonly outage?: HeadwaterError;
  /** Fetches one of the package's assets; a registry that cannot be reached counts as away from then on. */
  fetchAsset(asset: ExternalAsset, options: { readonly signal?: AbortSignal }): Promise<ReadableStream<Uint8Array>>;
}

/** An {@link ExternalPackage} from the store alone, which the registry was not asked about this time. */
type Loaded = ExternalPackage & { readonly unasked?: true };

/**
 * Loads a package through a connection: the stored document while it is fresh and the registry answers, otherwise a
 * revalidated or new one (F3, made short); the stored one with its `outage` when the registry fails. `undefined` when the
 * registry says there is none. With a `wantedVersion` that a stored document lacks, and with `askNow`, the registry is
 * asked at once, whatever the document's age. One request per package at a time, whoever asks.
 *
 * @throws what the registry threw, when nothing is stored to fall back on; EXTERNAL_CONNECTION_NOT_FOUND, NOT_SUPPORTED
 */
export type LoadExternalPackage = (
  connection: string,
  coordinate: PackageCoordinate,
  wantedVersion?: string,
  options?: { readonly askNow?: boolean },
) => Promise<ExternalPackage | undefined>;

interface Target {
  readonly connection: ExternalConnection;
  readonly registry: ExternalRegistry;
  readonly contact: RegistryContact;
  readonly coordinate: PackageCoordinate;
  readonly key: KeyOf<"external">;
}

export function createLoadExternalPackage(ports: ResolverPorts): LoadExternalPackage {
  const { references, clock, settings } = ports;
  const documents = createExternalDocuments(ports);
  const oneAtATime = createSingleFlight<Loaded | undefined>();
  const contacts = new Map<string, RegistryContact>();

  const ask = async (
    { connection, registry, contact, coordinate, key }: Target,
    stored: Stored<ExternalMetadata> | undefined,
  ): Promise<ExternalDocument | undefined> => {
    const patience = stored === undefined ? undefined : AbortSignal.timeout(settings.revalidationTimeout);
    const options = patience === undefined ? {} : { signal: patience };
    try {
      const answer = await registry.fetchPackage(connection, coordinate, validatorOf(stored), options);
      contact.answered(clock.now());
      switch (answer.type) {
        case "found":
          return await documents.keep(key, stored, answer);
        case "unchanged":
          if (stored === undefined) return undefined;
          await documents.confirm(key, stored);
          return documentFor({ connection, registry, contact, coordinate, key }, stored);
        case "absent":
          await documents.forget(key, stored);
          return undefined;
      }
    } catch (error) {
      if (patience?.aborted === true) throw tooSlow(connection, error);
      throw error;
    }
  };

  /**
   * A stored document. It is kept for speed and for outages; when its bytes are lost or damaged it is fetched anew, whole.
   */
  const documentFor = (target: Target, stored: Stored<ExternalMetadata>): ExternalDocument => {
    const document = documents.documentOf(stored.value);
    return {
      documentId: document.documentId,
      async load() {
        try {
          return await document.load();
        } catch (error) {
          if (!isLost(error)) throw error;
        }
        const current = await references.get(target.key);
        if (current?.value.document === stored.value.document) await documents.forget(target.key, current);
        const again = await target.contact.during(() => ask(target, undefined));
        if (again?.documentId === document.documentId) return again.load();
        throw changedAnew(target);
      },
    };
  };

  const noteFailure = ({ contact }: Target, error: unknown): void => {
    if (isRegistryFailure(error) && error.code === "EXTERNAL_REGISTRY_UNREACHABLE") contact.failed(clock.now(), error);
  };

  const fetchAssetOf =
    (target: Target): ExternalPackage["fetchAsset"] =>
    async (asset, options) => {
      try {
        return await target.registry.fetchAsset(target.connection, asset, options);
      } catch (error) {
        noteFailure(target, error);
        throw error;
      }
    };

  const load = async (target: Target, mustAsk: boolean): Promise<Loaded | undefined> => {
    const { connection, registry, contact, key } = target;
    const stored = await references.get(key);
    const freshness = connection.metadataFreshness ?? settings.metadataFreshness;
    const given = { connection, registry, fetchAsset: fetchAssetOf(target) };
    const withOutage = (outage: HeadwaterError): ExternalPackage => {
      if (stored === undefined) throw outage;
      return { ...given, document: documentFor(target, stored), outage };
    };
    if (!mustAsk && stored !== undefined && clock.now() - stored.value.confirmedTime < freshness) {
      const question = contact.settled();
      if (question !== undefined) await question;
      if (contact.isConfirmed(clock.now(), freshness)) {
        return { ...given, document: documentFor(target, stored), unasked: true };
      }
    }
    const failure = contact.recentFailure(clock.now());
    if (failure !== undefined) return withOutage(failure);
    try {
      const document = await contact.during(() => ask(target, stored));
      return document === undefined ? undefined : { ...given, document };
    } catch (error) {
      if (!isRegistryFailure(error)) throw error;
      noteFailure(target, error);
      return withOutage(error);
    }
  };

  return async (connectionName, coordinate, wantedVersion, { askNow = false } = {}) => {
    const { connection, registry } = requireConnection(ports, connectionName, coordinate);
    const contact = contacts.get(connection.url) ?? createRegistryContact();
    contacts.set(connection.url, contact);
    const key = externalKey(connection, coordinate);
    const target = { connection, registry, contact, coordinate, key };
    const id = `${connection.url} ${packagePath(coordinate)}`;
    if (askNow) return oneAtATime(`${id} again`, () => load(target, true));
    const loaded = await oneAtATime(id, () => load(target, false));
    if (wantedVersion === undefined || loaded?.unasked === undefined) return loaded;
    const { versions } = await registry.readIndex(connection, coordinate, loaded.document);
    return versions.has(wantedVersion) ? loaded : oneAtATime(`${id} again`, () => load(target, true));
  };
}

/** Where what a registry said about a package is kept. */
export const externalKey = (connection: ExternalConnection, coordinate: PackageCoordinate): KeyOf<"external"> => ({
  type: "external",
  connection: `${connection.name} ${connection.url}`,
  package: coordinate,
});

function validatorOf(stored: Stored<ExternalMetadata> | undefined): {
  readonly etag?: string;
  readonly lastModified?: string;
} {
  const { etag, lastModified } = stored?.value ?? {};
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}

/** The connection and the registry client behind a name. @throws EXTERNAL_CONNECTION_NOT_FOUND, NOT_SUPPORTED */
export function requireConnection(
  ports: Pick<ResolverPorts, "connections" | "externalRegistries">,
  name: string,
  coordinate: Pick<PackageCoordinate, "format">,
): { readonly connection: ExternalConnection; readonly registry: ExternalRegistry } {
  const connection = ports.connections.get(name);
  if (connection === undefined) {
    throw new HeadwaterError(
      "EXTERNAL_CONNECTION_NOT_FOUND",
      `The external connection "${name}" is not configured in this domain.`,
      {
        hint: "Name it under externalConnections in headwater.yml, or disassociate it.",
        details: { connection: name },
      },
    );
  }
  const registry = ports.externalRegistries.find((each) => each.format === coordinate.format);
  if (registry === undefined) {
    throw new HeadwaterError(
      "NOT_SUPPORTED",
      `Packages of the format "${coordinate.format}" cannot be fetched from a public registry yet.`,
      {
        details: { format: coordinate.format },
      },
    );
  }
  return { connection, registry };
}

/** The bytes that a record names are gone or damaged. */
export function isLost(error: unknown): error is HeadwaterError {
  return isHeadwaterError(error) && (error.code === "ASSET_NOT_FOUND" || error.code === "STORE_CORRUPT");
}

function changedAnew({ connection, coordinate }: Target): HeadwaterError {
  return new HeadwaterError(
    "CONFLICT",
    `What ${connection.name} says of ${displayName(coordinate)} was damaged in the store; it has been fetched anew and is not the same any more.`,
    { hint: "Ask again.", details: { package: displayName(coordinate) } },
  );
}

function tooSlow(connection: ExternalConnection, cause: unknown): HeadwaterError {
  return new HeadwaterError("EXTERNAL_REGISTRY_UNREACHABLE", `${connection.name} did not answer in time.`, {
    hint: "What the domain already holds is used instead. Check the network, or set offline: true in headwater.yml.",
    cause,
    details: { connection: connection.name },
  });
}

const REGISTRY_FAILURES: ReadonlySet<string> = new Set([
  "EXTERNAL_REGISTRY_UNREACHABLE",
  "EXTERNAL_REGISTRY_REFUSED",
  "EXTERNAL_REGISTRY_FAILED",
  "EXTERNAL_REGISTRY_INVALID_ANSWER",
  "TOO_LARGE",
]);

/** A failure of the registry itself, as opposed to one of ours. */
export function isRegistryFailure(error: unknown): error is HeadwaterError {
  return isHeadwaterError(error) && REGISTRY_FAILURES.has(error.code);
}
