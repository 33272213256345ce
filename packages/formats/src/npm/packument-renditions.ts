import { promisify } from "node:util";
import { gzip } from "node:zlib";
import {
  type JsonObject,
  type PackageView,
  type RenditionKey,
  type RenditionStore,
  packagePath,
} from "@headwater/resolver";
import type { NpmExternalRegistry } from "./external-registry/npm-external-registry.ts";
import type { PackumentForm } from "./packument-form.ts";
import { abbreviatedDocument } from "./packument/abbreviate.ts";
import { fullDocument } from "./packument/full.ts";
import { mergePackument } from "./packument/merge.ts";
import type { Packument } from "./packument/parse.ts";
import { fillBases, serializeWithHoles } from "./packument/serialize.ts";
import { withTarballs } from "./packument/tarball-style.ts";
import { yarnMetadata } from "./packument/yarn-metadata.ts";

/** Names the way that renditions are computed; raised whenever other bytes come out of equal inputs. */
export const RENDITION_VERSION = "3";

export interface PackumentRenditionOptions {
  readonly renditions: RenditionStore;
  readonly registry: NpmExternalRegistry;
  readonly defaultRegistryUrl: string;
}

/** Packuments as bytes, computed once and kept until an input changes. */
export interface PackumentRenditions {
  /** The view's packument in a form. Each call may be answered with the same bytes: they are not to be changed. */
  render(view: PackageView, form: PackumentForm): Promise<Uint8Array>;
  /** What the view shows as one packument, `dist.tarball` relative. */
  merge(view: PackageView): Promise<Packument>;
}

const compress = promisify(gzip);

/**
 * A packument is merged and serialised at the first request of a variant; after that its stored bytes are only joined with
 * the base URL of their tarballs. Compressed bytes cannot be joined, so they are a rendition of their own, base included.
 */
export function createPackumentRenditions({
  renditions,
  registry,
  defaultRegistryUrl,
}: PackumentRenditionOptions): PackumentRenditions {
  const underWay = new Map<string, Promise<Uint8Array>>();

  /** The stored bytes if the fingerprint is right, else computed ones, stored; once at a time. */
  const kept = async (
    key: RenditionKey,
    fingerprint: string,
    compute: () => Promise<Uint8Array>,
  ): Promise<Uint8Array> => {
    const stored = await renditions.get(key);
    if (stored?.fingerprint === fingerprint) return stored.bytes;
    const id = JSON.stringify([key.repository, key.package, key.variant, fingerprint]);
    const running = underWay.get(id);
    if (running !== undefined) return await running;
    const started = computeAndStore(key, fingerprint, compute).finally(() => underWay.delete(id));
    underWay.set(id, started);
    return await started;
  };

  const computeAndStore = async (
    key: RenditionKey,
    fingerprint: string,
    compute: () => Promise<Uint8Array>,
  ): Promise<Uint8Array> => {
    const bytes = await compute();
    await renditions.put(key, { fingerprint, bytes });
    return bytes;
  };

  const merge = async (view: PackageView): Promise<Packument> => {
    const contents = await view.load();
    if (contents.external === undefined) return mergePackument(view.package, contents);
    const { connection, document } = contents.external;
    const packument = await registry.readPackument(view.package, document);
    return mergePackument(view.package, contents, { packument, owner: { connection, defaultRegistryUrl } });
  };

  const withHoles = async (view: PackageView, { variant, style }: PackumentForm): Promise<Uint8Array> => {
    const tarballs = style === "absent" ? "absent" : "placeholder";
    const packument = withTarballs(await merge(view), tarballs);
    return serializeWithHoles(DOCUMENTS[variant](packument));
  };

  const plain = async (view: PackageView, form: PackumentForm): Promise<Uint8Array> => {
    const variant = form.style === "absent" ? `${form.variant}-absent` : form.variant;
    const bytes = await kept(keyOf(view, variant), fingerprintOf(view), () => withHoles(view, form));
    return fillBases(bytes, { tarballs: form.tarballBase, attestations: form.attestationsBase });
  };

  return {
    merge,
    async render(view, form) {
      if (!form.gzip) return await plain(view, form);
      const key = keyOf(view, `${form.variant}-${form.style}-gzip`);
      return await kept(
        key,
        `${fingerprintOf(view)} ${form.tarballBase} ${form.attestationsBase}`,
        async () => await compress(await plain(view, form)),
      );
    },
  };
}

const DOCUMENTS: Readonly<Record<PackumentForm["variant"], (packument: Packument) => JsonObject>> = {
  full: fullDocument,
  abbreviated: abbreviatedDocument,
  yarn: yarnMetadata,
};

const fingerprintOf = (view: PackageView): string => `${RENDITION_VERSION} ${view.fingerprint}`;

const keyOf = (view: PackageView, variant: string): RenditionKey => ({
  repository: view.repository,
  package: packagePath(view.package),
  variant,
});
