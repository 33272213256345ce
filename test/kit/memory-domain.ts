/** A domain with its handler: the real resolver, npm's wire protocol and the door before them, over stores in memory or others. */
import { createNpmExternalRegistry, createNpmFormat, summarizeManifest } from "@headwater/formats";
import { type AssetStore, type ReferenceStore, type Resolver, createResolver } from "@headwater/resolver";
import { type Handler, allowAnyone, createHandler } from "@headwater/server";
import { createMemoryStores } from "./memory-stores.ts";
import { type PublishDocumentOptions, publishDocument } from "./publish-document.ts";
import type { BuiltPackage } from "./tarball-builder.ts";

const DOMAIN_URL = "http://127.0.0.1:4873/";

export interface MemoryDomainOptions {
  /** By name, upstreams before those that name them. */
  readonly repositories: Readonly<
    Record<string, { readonly upstreams?: readonly string[]; readonly externalConnection?: string }>
  >;
  /** What is behind `public:npmjs`. Default: nobody, at a name that has no address. */
  readonly registryUrl?: string;
  readonly stores?: { readonly references: ReferenceStore; readonly assets: AssetStore };
}

export interface MemoryDomain {
  readonly resolver: Resolver;
  readonly references: ReferenceStore;
  readonly assets: AssetStore;
  readonly handler: Handler;
  /** @param target a repository, and a path and query below it, as `team/ms?write=true` */
  ask(target: string, init?: RequestInit): Promise<Response>;
  /** Sends what npm sends to publish. @param target a repository */
  publish(target: string, built: BuiltPackage, options?: PublishDocumentOptions): Promise<Response>;
  /** How many assets' (and documents') bytes lie in the asset store. */
  storedCount(): Promise<number>;
  close(): Promise<void>;
}

const NOBODY = "http://registry.invalid/";
/** Stands for npm's own default registry. */
const DEFAULT_REGISTRY = "https://npm.example.com/";

export async function createMemoryDomain(options: MemoryDomainOptions): Promise<MemoryDomain> {
  const { registryUrl: url = NOBODY } = options;
  const { references, assets, renditions } = { ...createMemoryStores(), ...options.stores };
  const registry = createNpmExternalRegistry({ defaultRegistryUrl: DEFAULT_REGISTRY });
  const resolver = createResolver({
    references,
    assets,
    externalRegistries: [registry],
    connections: new Map([["public:npmjs", { name: "public:npmjs", url }]]),
    clock: Date,
    summarizeManifest: { npm: summarizeManifest },
  });
  const domain = { name: "acme", owner: "111122223333", createdTime: Date.now() };
  await references.commit([{ type: "insert", ifPresent: "keep", key: { type: "domain" }, value: domain }]);
  for (const [repository, { upstreams, externalConnection }] of Object.entries(options.repositories)) {
    await resolver.createRepository({ repository, ...(upstreams === undefined ? {} : { upstreams }) });
    if (externalConnection !== undefined) await resolver.associateExternalConnection(repository, externalConnection);
  }
  const faults: unknown[] = [];
  const handler = createHandler({
    formats: [createNpmFormat({ resolver, renditions, registry, defaultRegistryUrl: DEFAULT_REGISTRY })],
    mount: { type: "paths", baseUrl: DOMAIN_URL },
    authenticate: allowAnyone,
    onFault: (error) => faults.push(error),
  });
  const ask = async (target: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await handler(new Request(`${DOMAIN_URL}npm/${target}`, init));
    // A fault of the program is never what a test wants to see as an answer.
    if (faults.length > 0) throw faults[0];
    return answer;
  };
  return {
    resolver,
    references,
    assets,
    handler,
    ask,
    publish: (target, built, publishOptions) =>
      ask(`${target}/${built.name.replace("/", "%2f")}`, {
        method: "PUT",
        body: JSON.stringify(publishDocument(built, publishOptions)),
        headers: { "content-type": "application/json" },
      }),
    async storedCount() {
      let count = 0;
      for await (const _ of assets.list()) count += 1;
      return count;
    },
    close: () => registry.close(),
  };
}
