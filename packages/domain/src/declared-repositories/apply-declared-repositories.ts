import { type Resolver, isHeadwaterError } from "@headwater/resolver";
import type { Configuration } from "../configuration/configuration.ts";
import {
  type ExistingRepository,
  type RepositoryChange,
  planDeclaredRepositories,
} from "./plan-declared-repositories.ts";
import { unknownUpstream } from "./unknown-upstream.ts";

/** How often to look again after another process changed the same repositories meanwhile. */
const ATTEMPTS = 5;

export interface ApplyDeclaredRepositoriesOptions {
  /** Which steps to take. Default `all`; `missing` leaves repositories that exist as they are. */
  readonly apply?: "all" | "missing" | "nothing";
}

export interface AppliedRepositories {
  readonly applied: readonly RepositoryChange[];
  /** Steps that were not to be taken. */
  readonly remaining: readonly RepositoryChange[];
}

/**
 * Makes the domain as the configuration declares it; reads each declared repository once when nothing differs.
 * @throws CONFIGURATION_INVALID when an upstream is neither declared nor there; what the use cases throw
 */
export async function applyDeclaredRepositories(
  domain: { readonly resolver: Resolver; readonly configuration: Configuration },
  { apply = "all" }: ApplyDeclaredRepositoriesOptions = {},
): Promise<AppliedRepositories> {
  const { resolver, configuration } = domain;
  const applied: RepositoryChange[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const existing = await existingRepositories(
      resolver,
      configuration.repositories.map(({ name }) => name),
    );
    const plan = planDeclaredRepositories(configuration.repositories, existing);
    const isWanted = ({ repository }: RepositoryChange): boolean =>
      apply === "all" || (apply === "missing" && !existing.has(repository));
    const wanted = plan.filter(isWanted);
    const remaining = plan.filter((change) => !isWanted(change));
    try {
      await requireUpstreams(resolver, configuration, existing, wanted);
      for (const change of wanted) {
        await takeStep(resolver, change);
        applied.push(change);
      }
      return { applied, remaining };
    } catch (error) {
      if (attempt === ATTEMPTS || !isRace(error)) throw error;
    }
  }
}

async function existingRepositories(
  resolver: Resolver,
  names: readonly string[],
): Promise<ReadonlyMap<string, ExistingRepository>> {
  const found = await Promise.all(names.map(async (name) => [name, await describe(resolver, name)] as const));
  return new Map(
    found.flatMap(([name, repository]) => (repository === undefined ? [] : [[name, repository] as const])),
  );
}

async function describe(resolver: Resolver, name: string): Promise<ExistingRepository | undefined> {
  try {
    return await resolver.describeRepository(name);
  } catch (error) {
    if (isHeadwaterError(error) && error.code === "REPOSITORY_NOT_FOUND") return undefined;
    throw error;
  }
}

/** Every upstream that is about to be named is there or will be: asked before the first step, so that none is taken in vain. */
async function requireUpstreams(
  resolver: Resolver,
  configuration: Configuration,
  existing: ReadonlyMap<string, ExistingRepository>,
  changes: readonly RepositoryChange[],
): Promise<void> {
  const declared = new Set(configuration.repositories.map(({ name }) => name));
  for (const change of changes) {
    const upstreams = change.type === "create" ? change.upstreams : change.type === "set-upstreams" ? change.to : [];
    for (const upstream of upstreams) {
      if (declared.has(upstream) || existing.has(upstream) || (await describe(resolver, upstream)) !== undefined)
        continue;
      throw unknownUpstream(configuration, change.repository, upstream);
    }
  }
}

async function takeStep(resolver: Resolver, change: RepositoryChange): Promise<void> {
  const { repository } = change;
  switch (change.type) {
    case "create": {
      const { type: _, ...input } = change;
      await resolver.createRepository(input);
      return;
    }
    case "set-upstreams":
      await resolver.updateRepository({ repository, upstreams: change.to });
      return;
    case "set-description":
      await resolver.updateRepository({ repository, description: change.to });
      return;
    case "set-tag-precedence":
      await resolver.updateRepository({ repository, tagPrecedence: change.to });
      return;
    case "associate":
      await resolver.associateExternalConnection(repository, change.connection);
      return;
    case "disassociate":
      await resolver.disassociateExternalConnection(repository, change.connection);
      return;
  }
}

/** Another process opened the same domain at the same instant and was faster with the same step. */
const isRace = (error: unknown): boolean =>
  isHeadwaterError(error) &&
  [
    "ALREADY_EXISTS",
    "CONFLICT",
    "REPOSITORY_NOT_FOUND",
    "EXTERNAL_CONNECTION_NOT_FOUND",
    "EXTERNAL_CONNECTION_LIMIT_EXCEEDED",
  ].includes(error.code);
