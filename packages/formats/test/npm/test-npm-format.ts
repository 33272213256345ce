import type { ExternalConnection } from "@headwater/resolver";
import { createNpmFormat } from "../../src/npm/create-npm-format.ts";
import { makeExternalRegistry } from "./external-registry/test-external-registry.ts";
import { type KnownPackage, createMemoryNpmResolver, createMemoryRenditions } from "./memory-npm-resolver.ts";
import { DEFAULT_REGISTRY } from "./packument-builder.ts";

export const BASE_URL = "http://127.0.0.1:4873/";
export const ABBREVIATED = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*";

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly baseUrl?: string;
  readonly cacheControl?: "no-cache" | "no-store";
  readonly repository?: string;
  readonly principal?: string;
  readonly signal?: AbortSignal;
}

/** npm's wire protocol over the repository `team`, which shows these packages, and what became of its parts. */
export function makeNpmFormat(packages: Readonly<Record<string, KnownPackage>>, connection?: ExternalConnection) {
  const resolver = createMemoryNpmResolver(packages, connection);
  const renditions = createMemoryRenditions();
  const format = createNpmFormat({
    resolver,
    renditions,
    registry: makeExternalRegistry(),
    defaultRegistryUrl: DEFAULT_REGISTRY,
  });
  /** @param target path and query below the repository */
  const ask = async (target: string, options: AskOptions = {}): Promise<Response> => {
    const {
      method = "GET",
      headers = {},
      body,
      baseUrl = BASE_URL,
      cacheControl = "no-cache",
      repository = "team",
      principal,
      signal,
    } = options;
    const request = new Request(new URL(baseUrl + target), {
      method,
      headers: new Headers(headers),
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
    const path = target.split("?")[0] ?? "";
    return await format.handle({
      request,
      repository,
      path,
      baseUrl,
      cacheControl,
      ...(principal === undefined ? {} : { principal }),
    });
  };
  return { ask, resolver, renditions };
}

/** A connection at which nobody can be asked: `.invalid` has no addresses. */
export const NOBODY: ExternalConnection = { name: "public:npmjs", url: "http://registry.invalid/" };
