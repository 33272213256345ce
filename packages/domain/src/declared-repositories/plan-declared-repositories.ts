import type { RepositoryDescription, TagPrecedenceRules } from "@headwater/resolver";
import type { DeclaredRepository } from "../configuration/configuration.ts";

/** One step that brings the domain closer to what is declared. */
export type RepositoryChange =
  | {
      readonly type: "create";
      readonly repository: string;
      readonly upstreams: readonly string[];
      readonly description?: string;
      readonly administratorAccount?: string;
      readonly tagPrecedence?: TagPrecedenceRules;
    }
  | {
      readonly type: "set-upstreams";
      readonly repository: string;
      readonly from: readonly string[];
      readonly to: readonly string[];
    }
  | { readonly type: "set-description"; readonly repository: string; readonly from: string; readonly to: string }
  | {
      readonly type: "set-tag-precedence";
      readonly repository: string;
      readonly from: TagPrecedenceRules;
      readonly to: TagPrecedenceRules;
    }
  | { readonly type: "associate"; readonly repository: string; readonly connection: string }
  | { readonly type: "disassociate"; readonly repository: string; readonly connection: string };

export type ExistingRepository = Pick<
  RepositoryDescription,
  "upstreams" | "externalConnections" | "description" | "tagPrecedence"
>;

/**
 * What must change so that the domain has the declared repositories as they are declared, upstreams before those that
 * name them. Repositories that are not declared are left alone; so is the administrator account of one that exists (R3).
 * The declared upstreams must hold no loop.
 */
export function planDeclaredRepositories(
  declared: readonly DeclaredRepository[],
  existing: ReadonlyMap<string, ExistingRepository>,
): readonly RepositoryChange[] {
  return upstreamsFirst(declared).flatMap((repository) => {
    const present = existing.get(repository.name);
    return present === undefined ? stepsToCreate(repository) : stepsToAlign(repository, present);
  });
}

function stepsToCreate({
  name,
  upstreams,
  externalConnection,
  description,
  administratorAccount,
  tagPrecedence,
}: DeclaredRepository): RepositoryChange[] {
  const create: RepositoryChange = {
    type: "create",
    repository: name,
    upstreams,
    ...(description === undefined ? {} : { description }),
    ...(administratorAccount === undefined ? {} : { administratorAccount }),
    ...(tagPrecedence === undefined ? {} : { tagPrecedence }),
  };
  return externalConnection === undefined
    ? [create]
    : [create, { type: "associate", repository: name, connection: externalConnection }];
}

function stepsToAlign(declared: DeclaredRepository, present: ExistingRepository): RepositoryChange[] {
  const { name: repository, externalConnection, description } = declared;
  const from = present.upstreams.map(({ repositoryName }) => repositoryName);
  const steps: RepositoryChange[] = [];
  if (from.join("\n") !== declared.upstreams.join("\n"))
    steps.push({ type: "set-upstreams", repository, from, to: declared.upstreams });
  if (description !== undefined && description !== (present.description ?? "")) {
    steps.push({ type: "set-description", repository, from: present.description ?? "", to: description });
  }
  const [held = {}, wanted = {}] = [present.tagPrecedence, declared.tagPrecedence];
  if (sorted(held) !== sorted(wanted)) steps.push({ type: "set-tag-precedence", repository, from: held, to: wanted });
  // One goes before another comes: a repository has room for one (E1).
  const connected = present.externalConnections.map(({ externalConnectionName }) => externalConnectionName);
  for (const connection of connected) {
    if (connection !== externalConnection) steps.push({ type: "disassociate", repository, connection });
  }
  if (externalConnection !== undefined && !connected.includes(externalConnection)) {
    steps.push({ type: "associate", repository, connection: externalConnection });
  }
  return steps;
}

/** Rules as text that is equal for equal rules, in whatever order they were written. */
const sorted = (rules: TagPrecedenceRules): string =>
  JSON.stringify(Object.entries(rules).toSorted(([one], [other]) => (one < other ? -1 : 1)));

/** Each repository after its upstreams; otherwise in the order of the declaration. */
function upstreamsFirst(declared: readonly DeclaredRepository[]): readonly DeclaredRepository[] {
  const byName = new Map(declared.map((repository) => [repository.name, repository]));
  const ordered = new Set<DeclaredRepository>();
  const visited = new Set<string>();
  const visit = (repository: DeclaredRepository): void => {
    if (visited.has(repository.name)) return;
    visited.add(repository.name);
    for (const upstream of repository.upstreams) {
      const declaredUpstream = byName.get(upstream);
      if (declaredUpstream !== undefined) visit(declaredUpstream);
    }
    ordered.add(repository);
  };
  for (const repository of declared) visit(repository);
  return [...ordered];
}
