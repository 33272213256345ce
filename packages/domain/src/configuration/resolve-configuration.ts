import { dirname, isAbsolute, join, relative } from "node:path";
import { type TagPrecedence, type TagPrecedenceRules, parseRepositoryName } from "@headwater/resolver";
import { parseBaseUrl } from "./base-url.ts";
import { chooseRepository } from "./check-repositories.ts";
import type { Configuration, DeclaredRepository, ExternalConnectionConfiguration } from "./configuration.ts";
import {
  DEFAULT_DOMAIN,
  DEFAULT_OWNER,
  DEFAULT_REPOSITORIES,
  DEFAULT_REPOSITORY,
  DEFAULT_SERVER_URL,
  defaultKeyFile,
  projectStoreFolder,
  storeIn,
  userStoreFolder,
} from "./defaults.ts";
import { parseDuration } from "./duration.ts";
import { readSwitch, variable } from "./environment.ts";
import type { Problem } from "./problem.ts";
import type { ConfigurationFile } from "./schema.ts";
import { parseKeyReference, parseSecretReference } from "./secret-reference.ts";
import { parseAssetsLocation, parseReferencesLocation } from "./store-location.ts";
import { type Environment, type UserFolders, resolvePath } from "./user-folders.ts";

/** Wins over any other key as soon as it is set: an empty one is a secret that did not arrive, and no other key may take its place. */
const KEY_VARIABLE = "HEADWATER_KEY";

/** What decides beside the file. */
export interface Surroundings {
  readonly env: Environment;
  readonly folders: UserFolders;
  /** Win over environment and file. */
  readonly repository?: string | undefined;
  readonly offline?: boolean | undefined;
}

/**
 * The configuration of a file that was found valid, or of none: paths absolute, defaults filled in. A `Problem` when the
 * file leaves open what only it can say. Proven in test/configuration/load.test.ts.
 */
export function resolveConfiguration(
  file: { readonly path: string; readonly content: ConfigurationFile } | undefined,
  around: Surroundings,
): Configuration | Problem {
  const { env, folders } = around;
  const content = file?.content ?? {};
  const folder = file === undefined ? folders.data : dirname(file.path);
  const domain = content.domain ?? DEFAULT_DOMAIN;
  const repository = projectRepository(file?.content, around);
  if ("text" in repository) return repository;
  return {
    file: file?.path,
    folder,
    domain,
    owner: content.owner ?? DEFAULT_OWNER,
    store:
      file === undefined
        ? { ...storeIn(userStoreFolder(folders.data)), insideProject: false }
        : projectStore(content, folder, folders.home),
    encryption: { key: keyOf(content, env, folder, folders, domain) },
    secretVariables: secretVariables(content),
    externalConnections: Object.fromEntries(
      Object.entries(content.externalConnections ?? {}).map(([name, entry]) => [
        name,
        connectionOf(entry, folder, folders.home),
      ]),
    ),
    repositories: declaredRepositories(content),
    repository: repository.name,
    repositorySource: repository.source,
    server: {
      url: content.server?.url === undefined ? DEFAULT_SERVER_URL : parseBaseUrl(content.server.url),
      ...(content.server?.token === undefined ? {} : { token: parseSecretReference(content.server.token) }),
    },
    retain: content.retain ?? "installed",
    offline: around.offline ?? content.offline ?? false,
    direct: content.direct ?? [],
    enabled: readSwitch(env, "HEADWATER_ENABLED") ?? true,
  };
}

function projectRepository(
  content: ConfigurationFile | undefined,
  { env, repository }: Surroundings,
): { readonly name: string; readonly source: Configuration["repositorySource"] } | Problem {
  if (repository !== undefined) return { name: parseRepositoryName(repository), source: "option" };
  const fromEnvironment = variable(env, "HEADWATER_REPOSITORY");
  if (fromEnvironment !== undefined)
    return { name: parseRepositoryName(fromEnvironment), source: "HEADWATER_REPOSITORY" };
  if (content?.repository !== undefined) return { name: content.repository, source: "file" };
  if (content?.repositories === undefined) return { name: DEFAULT_REPOSITORY, source: "default" };
  const chosen = chooseRepository(content.repositories);
  return typeof chosen === "string" ? { name: chosen, source: "file" } : chosen;
}

/** The file's repositories. One that speaks of a repository but declares none means those that the domain has. */
function declaredRepositories(content: ConfigurationFile): readonly DeclaredRepository[] {
  if (content.repositories === undefined) return content.repository === undefined ? DEFAULT_REPOSITORIES : [];
  return Object.entries(content.repositories).map(([name, entry]) => ({
    name,
    upstreams: entry.upstreams ?? [],
    ...(entry.externalConnection === undefined ? {} : { externalConnection: entry.externalConnection }),
    ...(entry.description === undefined ? {} : { description: entry.description }),
    ...(entry.administratorAccount === undefined ? {} : { administratorAccount: entry.administratorAccount }),
    ...(entry.tagPrecedence === undefined ? {} : { tagPrecedence: tagPrecedenceRules(entry.tagPrecedence) }),
  }));
}

/** One word is for every package. */
const tagPrecedenceRules = (written: TagPrecedence | TagPrecedenceRules): TagPrecedenceRules =>
  typeof written === "string" ? { "*": written } : written;

/** Assets lie beside the references unless the file says otherwise: one without the other is no store. */
function projectStore(content: ConfigurationFile, folder: string, home: string): Configuration["store"] {
  const { references, assets } = content.store ?? {};
  const defaults = storeIn(projectStoreFolder(folder));
  const referencesPath =
    references === undefined
      ? defaults.references.path
      : resolvePath(parseReferencesLocation(references), folder, home);
  const assetsPath =
    assets === undefined
      ? join(dirname(referencesPath), "assets")
      : resolvePath(parseAssetsLocation(assets), folder, home);
  return {
    references: { type: "sqlite", path: referencesPath },
    assets: { type: "file", path: assetsPath },
    insideProject: isInside(folder, referencesPath),
  };
}

function keyOf(
  content: ConfigurationFile,
  env: Environment,
  folder: string,
  folders: UserFolders,
  domain: string,
): Configuration["encryption"]["key"] {
  if (env[KEY_VARIABLE] !== undefined) return { type: "env", name: KEY_VARIABLE };
  if (content.encryption?.key === undefined) return { type: "file", path: defaultKeyFile(folders.config, domain) };
  const key = parseKeyReference(content.encryption.key);
  return key.type === "file" ? { type: "file", path: resolvePath(key.path, folder, folders.home) } : key;
}

/** Also those that something else takes the place of: they are secrets all the same. */
function secretVariables({ encryption, externalConnections = {}, server }: ConfigurationFile): readonly string[] {
  const key = encryption?.key === undefined ? undefined : parseKeyReference(encryption.key);
  const tokens = [...Object.values(externalConnections).map(({ token }) => token), server?.token];
  return [
    ...new Set([
      KEY_VARIABLE,
      ...(key?.type === "env" ? [key.name] : []),
      ...tokens.flatMap((token) => (token === undefined ? [] : [parseSecretReference(token).name])),
    ]),
  ];
}

function connectionOf(
  { url, token, proxy, ca, timeout, freshness }: NonNullable<ConfigurationFile["externalConnections"]>[string],
  folder: string,
  home: string,
): ExternalConnectionConfiguration {
  return {
    ...(url === undefined ? {} : { url: parseBaseUrl(url) }),
    ...(token === undefined ? {} : { token: parseSecretReference(token) }),
    ...(proxy === undefined ? {} : { proxy: parseBaseUrl(proxy) }),
    ...(ca === undefined ? {} : { ca: resolvePath(ca, folder, home) }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(freshness === undefined ? {} : { freshness: parseDuration(freshness) }),
  };
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith("../") && !way.startsWith("..\\") && !isAbsolute(way);
}
