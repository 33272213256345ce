/** A public registry in memory, behind the resolver's port: a test adds what it offers and says how it behaves. */
import { createHash } from "node:crypto";
import {
  type ErrorCode,
  type ExternalDocument,
  type ExternalRegistry,
  type ExternalVersion,
  HeadwaterError,
  type JsonObject,
  type PackageCoordinate,
  type PackageVersionCoordinate,
  displayName,
  packagePath,
} from "@headwater/resolver";

/** Where the default connection of `buildResolver` leads. */
export const REGISTRY_URL = "https://npm.example.com/";

/** How the bytes of one asset are sent. */
export interface Sending {
  /** Sent in place of the bytes that were announced. */
  readonly bytes?: Uint8Array;
  /** Bytes per chunk. Default 16 KiB. */
  readonly chunkSize?: number;
  /** The connection breaks after so many bytes. */
  readonly breakAfter?: number;
  /** Nothing more is sent after so many bytes until the promise resolves. */
  readonly pause?: { readonly after: number; readonly until: Promise<void> };
}

export interface OfferedOptions {
  /** Default: a short text that names the version. */
  readonly bytes?: Uint8Array;
  /** SRI announced; `null` announces none. Default: the SHA-512 of the bytes. */
  readonly integrity?: string | null;
  readonly publishedTime?: number;
  /** Fields beside name and version. */
  readonly manifest?: JsonObject;
  readonly tags?: readonly string[];
  readonly sending?: Sending;
  /** Which registry. Default {@link REGISTRY_URL}. */
  readonly at?: string;
}

/** What was asked of a registry; everything that leaves the domain stands here. */
export interface RegistryRequest {
  readonly method: "fetchPackage" | "fetchAsset";
  readonly registry: string;
  /** Display name, or the asset's URL. */
  readonly subject: string;
  /** The ETag sent to be revalidated. */
  readonly etag?: string;
}

type RegistryFault = Extract<ErrorCode, `EXTERNAL_REGISTRY_${string}` | "TOO_LARGE">;

export interface ScriptedRegistry extends ExternalRegistry {
  /** In the order of arrival, failed ones included. */
  readonly requests: readonly RegistryRequest[];
  /** Bodies that were given out and neither read to the end nor cancelled nor broken. */
  readonly openBodies: number;
  /** Offers `name@version`, in place of what it offered under that name before. */
  add(spec: string, options?: OfferedOptions): void;
  /** No longer offers `name@version`, or the whole package for a bare name. */
  remove(spec: string): void;
  tag(name: string, tags: Readonly<Record<string, string>>): void;
  /** From now on answers a package with these bytes, whatever was added. */
  answerWith(name: string, document: Uint8Array): void;
  /** No request gets an answer, until {@link ScriptedRegistry.recover}. */
  goDown(at?: string): void;
  /** Every request fails with this code, until {@link ScriptedRegistry.recover}. */
  fail(code: RegistryFault, at?: string): void;
  /** The next request alone fails with this code. */
  failOnce(code: RegistryFault): void;
  recover(): void;
  /** Requests get no answer until the function given back is called (or their signal aborts). */
  stall(): () => void;
}

interface Offered {
  readonly version: ExternalVersion;
  readonly bytes: Uint8Array;
  readonly sending: Sending;
}

interface OfferedPackage {
  tags: Record<string, string>;
  readonly versions: Map<string, Offered>;
  document?: Uint8Array;
}

export function createScriptedRegistry(): ScriptedRegistry {
  const packages = new Map<string, OfferedPackage>();
  const faults = new Map<string, RegistryFault>();
  const requests: RegistryRequest[] = [];
  const assets = new Map<string, Offered>();
  let nextFault: RegistryFault | undefined;
  let stalled: Promise<void> | undefined;
  let openBodies = 0;

  const packageAt = (at: string, coordinate: PackageCoordinate): OfferedPackage => {
    const key = `${at} ${packagePath(coordinate)}`;
    const known = packages.get(key) ?? { tags: {}, versions: new Map<string, Offered>() };
    packages.set(key, known);
    return known;
  };

  const arrive = async (request: RegistryRequest, signal: AbortSignal | undefined): Promise<void> => {
    requests.push(request);
    if (stalled !== undefined) await Promise.race([stalled, rejectedOnAbort(signal)]);
    signal?.throwIfAborted();
    const code = nextFault ?? faults.get(request.registry);
    nextFault = undefined;
    if (code !== undefined) throw new HeadwaterError(code, `The registry at ${request.registry} fails: ${code}.`);
  };

  return {
    format: "npm",
    requests,
    get openBodies() {
      return openBodies;
    },

    add(spec, options = {}) {
      const coordinate = coordinateOf(spec);
      const { at = REGISTRY_URL, bytes = bytesOf(spec), sending = {}, tags = [] } = options;
      const offered = packageAt(at, coordinate);
      const { version } = coordinate;
      const integrity = options.integrity === undefined ? integrityOfBytes(bytes) : options.integrity;
      const url = `${at}${displayName(coordinate)}/-/${coordinate.name}-${version}.tgz`;
      const entry: Offered = {
        version: {
          version,
          manifest: { name: displayName(coordinate), version, ...options.manifest },
          ...(options.publishedTime === undefined ? {} : { publishedTime: options.publishedTime }),
          assets: [{ name: "package.tgz", url, ...(integrity === null ? {} : { integrity }) }],
        },
        bytes,
        sending,
      };
      offered.versions.set(version, entry);
      assets.set(url, entry);
      for (const tag of tags) offered.tags[tag] = version;
    },
    remove(spec) {
      if (spec.lastIndexOf("@") <= 0) packages.delete(`${REGISTRY_URL} ${packagePath(packageNamed(spec))}`);
      else packageAt(REGISTRY_URL, coordinateOf(spec)).versions.delete(coordinateOf(spec).version);
    },
    tag(name, tags) {
      packageAt(REGISTRY_URL, packageNamed(name)).tags = { ...tags };
    },
    answerWith(name, document) {
      packageAt(REGISTRY_URL, packageNamed(name)).document = document;
    },
    goDown: (at = REGISTRY_URL) => void faults.set(at, "EXTERNAL_REGISTRY_UNREACHABLE"),
    fail: (code, at = REGISTRY_URL) => void faults.set(at, code),
    failOnce: (code) => void (nextFault = code),
    recover: () => faults.clear(),
    stall() {
      const { promise, resolve } = Promise.withResolvers<void>();
      stalled = promise;
      return () => {
        stalled = undefined;
        resolve();
      };
    },

    async fetchPackage(connection, coordinate, { etag }, { signal }) {
      const subject = displayName(coordinate);
      const request = { method: "fetchPackage", registry: connection.url, subject } as const;
      await arrive(etag === undefined ? request : { ...request, etag }, signal);
      const offered = packages.get(`${connection.url} ${packagePath(coordinate)}`);
      if (offered === undefined) return { type: "absent" };
      const document = offered.document ?? documentOf(offered);
      const current = `"${createHash("sha1").update(document).digest("hex")}"`;
      return etag === current ? { type: "unchanged" } : { type: "found", document, etag: current };
    },
    async readVersion(_connection, coordinate, document, version) {
      return (await readDocument(coordinate, document)).versions.find((each) => each.version === version);
    },
    async readIndex(_connection, coordinate, document) {
      const { tags, versions } = await readDocument(coordinate, document);
      return {
        tags,
        versions: new Map(versions.map((each) => [each.version, each.assets.map((one) => one.integrity)])),
      };
    },
    async fetchAsset(connection, asset, { signal }) {
      await arrive({ method: "fetchAsset", registry: connection.url, subject: asset.url }, signal);
      const offered = assets.get(asset.url);
      if (offered === undefined) throw new HeadwaterError("ASSET_NOT_FOUND", `There is nothing at ${asset.url}.`);
      openBodies += 1;
      return bodyOf(offered.sending.bytes ?? offered.bytes, offered.sending, () => void (openBodies -= 1));
    },
  };
}

function bodyOf(bytes: Uint8Array, sending: Sending, onEnd: () => void): ReadableStream<Uint8Array> {
  const { chunkSize = 16 * 1024, breakAfter = Number.POSITIVE_INFINITY, pause } = sending;
  let sent = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (pause !== undefined && sent >= pause.after) await pause.until;
        if (sent >= breakAfter) {
          onEnd();
          throw new HeadwaterError("EXTERNAL_REGISTRY_UNREACHABLE", "The connection to the registry broke.");
        }
        if (sent < bytes.byteLength) {
          const chunk = bytes.slice(sent, sent + chunkSize);
          sent += chunk.byteLength;
          controller.enqueue(chunk);
        } else {
          onEnd();
          controller.close();
        }
      },
      cancel: onEnd,
    },
    { highWaterMark: 0 },
  );
}

interface ScriptedDocument {
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: readonly ExternalVersion[];
}

function documentOf({ tags, versions }: OfferedPackage): Uint8Array {
  const document: ScriptedDocument = { tags, versions: [...versions.values()].map((each) => each.version) };
  return Buffer.from(JSON.stringify(document));
}

async function readDocument(coordinate: PackageCoordinate, document: ExternalDocument): Promise<ScriptedDocument> {
  const bytes = await document.load();
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as ScriptedDocument;
  } catch (cause) {
    const what = `What the registry answered for ${displayName(coordinate)} cannot be read.`;
    throw new HeadwaterError("EXTERNAL_REGISTRY_INVALID_ANSWER", what, { cause });
  }
}

function rejectedOnAbort(signal: AbortSignal | undefined): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  return promise;
}

/** `name` or `@scope/name` as an npm coordinate. */
export function packageNamed(name: string): PackageCoordinate {
  const [, namespace, bare] = /^@([^/]+)\/(.+)$/.exec(name) ?? [];
  return namespace === undefined || bare === undefined
    ? { format: "npm", name }
    : { format: "npm", namespace, name: bare };
}

/** `name@version` or `@scope/name@version` as an npm coordinate. */
export function coordinateOf(spec: string): PackageVersionCoordinate {
  const at = spec.lastIndexOf("@");
  return { ...packageNamed(spec.slice(0, at)), version: spec.slice(at + 1) };
}

/** The bytes that a version has unless a test says otherwise: a short text, repeated up to `size`. */
export function bytesOf(text: string, size?: number): Uint8Array {
  const whole = `${text} has these bytes\n`;
  return size === undefined ? Buffer.from(whole) : Buffer.alloc(size, whole);
}

/** An SRI of bytes, by default SHA-512. */
export function integrityOfBytes(bytes: Uint8Array, algorithm: "sha1" | "sha256" | "sha512" = "sha512"): string {
  return `${algorithm}-${createHash(algorithm).update(bytes).digest("base64")}`;
}
