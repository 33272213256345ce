import {
  type NpmFormat,
  createNpmFormat,
  manifestDependencies,
  readNpmReadme,
  summarizeManifest,
} from "@headwater/formats";
import { HeadwaterError, type Resolver, createResolver } from "@headwater/resolver";
import { type CreateHandlerOptions, type Handler, createHandler } from "@headwater/server";
import {
  type KeyProvider,
  type Store,
  createKeyFileProvider,
  createKeyTextProvider,
  openStore,
} from "@headwater/store";
import type { Configuration } from "./configuration/configuration.ts";
import { DEFAULT_REPOSITORY } from "./configuration/defaults.ts";
import { processEnvironment, readSecret } from "./configuration/environment.ts";
import { type LoadConfigurationOptions, loadConfiguration } from "./configuration/load.ts";
import { serverToken } from "./configuration/server-token.ts";
import type { Environment } from "./configuration/user-folders.ts";
import { applyDeclaredRepositories } from "./declared-repositories/apply-declared-repositories.ts";
import { describeRepositoryChange } from "./declared-repositories/describe-repository-change.ts";
import { requireDeclaredUpstreams } from "./declared-repositories/unknown-upstream.ts";
import { explainRefusedStore } from "./explain-refused-store.ts";
import { isMissing, newKeyInCi } from "./new-key-in-ci.ts";
import { type HostNetwork, type HostRegistry, type HostTransport, createOutside } from "./outside.ts";
import { hasRepository, requireRepository } from "./require-repository.ts";
import type { Warning } from "./warning.ts";

export interface OpenDomainOptions extends LoadConfigurationOptions {
  /** Default: warnings are dropped. */
  readonly onWarning?: (warning: Warning) => void;
  /** How requests leave a host that has network settings of its own. Default: undici, with the configuration's proxy or the environment's. */
  readonly network?: HostNetwork;
  /** The registry behind `public:npmjs` where neither the configuration nor `network` names one. */
  readonly registry?: HostRegistry;
  /** How requests leave without a `network`, where the configuration does not say. */
  readonly transport?: HostTransport;
  /** Make the domain's store when there is none. Default true; false: DOMAIN_NOT_FOUND instead. */
  readonly createIfMissing?: boolean;
  /** Bring the domain closer to what the file declares. Default true; false: repositories stay as they are, without a warning. */
  readonly alignRepositories?: boolean;
}

export interface OpenDomain {
  readonly configuration: Configuration;
  readonly name: string;
  readonly owner: string;
  /** The repository that this project talks to; it need not exist (see `requireRepository`). */
  readonly repository: string;
  readonly resolver: Resolver;
  readonly formats: readonly NpmFormat[];
  /** A door for requests; any number may be open at once. */
  handler(options: Omit<CreateHandlerOptions, "formats">): Handler;
  /**
   * The repository's name once it is sure to exist. Default: the project's own.
   * @throws INVALID_NAME; REPOSITORY_NOT_FOUND saying where the name came from and which repositories there are
   */
  requireRepository(name?: string): Promise<string>;
  /** The token that `serve` asks for; `undefined` when none is configured. @throws CONFIGURATION_INVALID when its variable is not set */
  serverToken(): string | undefined;
  /** Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens the domain that the configuration names, and makes declared repositories that are missing. Differences of those
 * that exist are applied when the store belongs to the project alone, else they are a warning. `alignRepositories: false`
 * leaves all of them as they are.
 * @throws what {@link loadConfiguration} throws; DOMAIN_NOT_FOUND; CONFIGURATION_INVALID; STORE_* and KEY_* as the store has it
 */
export async function openDomain(options: OpenDomainOptions = {}): Promise<OpenDomain> {
  const { env = processEnvironment(), createIfMissing = true, onWarning = () => undefined } = options;
  const configuration = await loadConfiguration(options);
  const { domain: name, owner, repository, store: places } = configuration;
  const isNew = await isMissing(places.references.path);
  if (isNew) {
    if (!createIfMissing) throw domainNotFound(configuration);
    requireDeclaredUpstreams(configuration);
  }
  const { network, transport } = options;
  const registryOfHost = network?.registry ?? options.registry;
  const outside = await createOutside(configuration, env, onWarning, {
    ...(network === undefined ? {} : { network }),
    ...(registryOfHost === undefined ? {} : { registry: registryOfHost }),
    ...(transport === undefined ? {} : { transport }),
  });
  const newKey = isNew ? await newKeyInCi(configuration, env) : undefined;
  const store = await openStoreOf(configuration, createKeyProvider(configuration, env), isNew);
  if (newKey !== undefined) onWarning(newKey);
  const { registry, connections, defaultRegistryUrl } = outside;
  const resolver = createResolver({
    references: store.references,
    assets: store.assets,
    renditions: store.renditions,
    externalRegistries: [registry],
    connections,
    clock: Date,
    summarizeManifest: { npm: summarizeManifest },
    readDependencies: { npm: manifestDependencies },
    readReadme: { npm: readNpmReadme },
  });
  const formats = [createNpmFormat({ resolver, renditions: store.renditions, registry, defaultRegistryUrl })];
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    try {
      await registry.close();
    } finally {
      await store.close();
    }
  };
  try {
    if (options.alignRepositories !== false) await alignRepositories({ resolver, configuration }, onWarning);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    configuration,
    name,
    owner,
    repository,
    resolver,
    formats,
    handler: (handlerOptions) => createHandler({ formats, ...handlerOptions }),
    requireRepository: (wanted = repository) => requireRepository(resolver, configuration, wanted),
    serverToken: () => serverToken(configuration, env),
    close: () => (closing ??= close()),
  };
}

async function openStoreOf(configuration: Configuration, keyProvider: KeyProvider, isNew: boolean): Promise<Store> {
  const { domain: name, owner, store, encryption } = configuration;
  try {
    // A variable without a key is told before a folder is made for nothing; a key file is made only with its store.
    if (isNew && encryption.key.type === "env") await keyProvider.prepare();
    return await openStore({
      references: store.references,
      assets: store.assets,
      domain: { name, owner },
      keyProvider,
    });
  } catch (error) {
    throw explainRefusedStore(error, configuration, isNew);
  }
}

async function alignRepositories(
  domain: { readonly resolver: Resolver; readonly configuration: Configuration },
  onWarning: (warning: Warning) => void,
): Promise<void> {
  const { file, store, domain: name } = domain.configuration;
  // Without a file nobody declared anything: once the default is made, whatever commands made of it stays.
  if (file === undefined && (await hasRepository(domain.resolver, DEFAULT_REPOSITORY))) return;
  const apply = file === undefined || store.insideProject ? "all" : "missing";
  const { remaining } = await applyDeclaredRepositories(domain, { apply });
  if (remaining.length === 0) return;
  onWarning({
    code: "REPOSITORIES_DIFFER",
    message: `The domain ${name} is not as ${file} declares it: ${remaining.map(describeRepositoryChange).join("; ")}.`,
    hint: "Run headwater apply to make these changes, or correct the file.",
  });
}

function domainNotFound({ domain, store }: Configuration): HeadwaterError {
  const { path } = store.references;
  return new HeadwaterError(
    "DOMAIN_NOT_FOUND",
    `The domain ${domain} does not exist yet: there is no store at ${path}.`,
    {
      hint: "Make it with headwater init, or correct the configuration.",
      details: { domain, path },
    },
  );
}

function createKeyProvider({ encryption: { key } }: Configuration, env: Environment): KeyProvider {
  if (key.type === "file") return createKeyFileProvider({ path: key.path });
  return createKeyTextProvider({ text: readSecret(key, env), origin: `the variable ${key.name}` });
}
