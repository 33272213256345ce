import { HeadwaterError } from "../errors/headwater-error.ts";
import {
  ORIGIN_RESTRICTION_MODES,
  ORIGIN_RESTRICTION_TYPES,
  type OriginRestriction,
  type OriginRestrictionType,
  ROOT_PATTERN,
} from "../package-group/package-group.ts";
import type { Change } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { describePackageGroup } from "./describe-package-group.ts";
import type {
  AllowedRepository,
  AllowedRepositoryUpdates,
  PackageGroupUseCases,
  UpdatePackageGroupOriginConfigurationInput,
} from "./group-descriptions.ts";
import { requireRepository } from "./load-repositories.ts";
import { changeGroup, readGroups, requireGroup } from "./package-groups.ts";
import { pageOf } from "./page-token.ts";

type UseCases = Pick<PackageGroupUseCases, "updatePackageGroupOriginConfiguration" | "listAllowedRepositoriesForGroup">;

/** What a package group restricts, and which repositories it allows (PG16–PG19). Each change counts at once (PG22). */
export function createPackageGroupOriginUseCases({ references, clock, settings }: ResolverPorts): UseCases {
  return {
    async updatePackageGroupOriginConfiguration(input) {
      checkInput(input);
      const { packageGroup, restrictions = {}, addAllowedRepositories: added = [] } = input;
      for (const { repositoryName } of added) await requireRepository(references, repositoryName);
      // Whoever deletes one of them at this instant takes its name out of all groups: one of the two commits begins anew.
      const checks = added.map(({ repositoryName: repository }): Change => ({
        type: "require",
        key: { type: "repository", repository },
      }));
      const { allowedRepositoryUpdates } = await changeGroup({ references, clock }, packageGroup, (before) => {
        const edited = ORIGIN_RESTRICTION_TYPES.map((type) => {
          const mode = restrictions[type] ?? before.restrictions[type].mode;
          return { type, ...editList(type, { ...before.restrictions[type], mode }, input) };
        });
        const [PUBLISH, EXTERNAL_UPSTREAM, INTERNAL_UPSTREAM] = edited.map(({ after }) => after);
        if (PUBLISH === undefined || EXTERNAL_UPSTREAM === undefined || INTERNAL_UPSTREAM === undefined)
          throw new Error("A restriction is missing.");
        const updates: AllowedRepositoryUpdates = Object.fromEntries(
          edited.flatMap(({ type, update }) => (Object.keys(update).length === 0 ? [] : [[type, update]])),
        );
        return {
          after: { ...before, restrictions: { PUBLISH, EXTERNAL_UPSTREAM, INTERNAL_UPSTREAM } },
          checks,
          allowedRepositoryUpdates: updates,
        };
      });
      const { domain, tree } = await readGroups(references);
      const group = requireGroup(tree, packageGroup);
      return { packageGroup: describePackageGroup(settings.region, domain, tree, group), allowedRepositoryUpdates };
    },

    async listAllowedRepositoriesForGroup({ packageGroup, originRestrictionType, ...page }) {
      checkType(originRestrictionType);
      const { tree } = await readGroups(references);
      const { repositories } = requireGroup(tree, packageGroup).restrictions[originRestrictionType];
      return pageOf(repositories, (name) => name, page, 50);
    },
  };
}

/** One restriction's list with repositories added and removed, and what of that was a change. */
function editList(
  type: OriginRestrictionType,
  before: OriginRestriction,
  { addAllowedRepositories = [], removeAllowedRepositories = [] }: UpdatePackageGroupOriginConfigurationInput,
): { readonly after: OriginRestriction; readonly update: Partial<Record<"ADDED" | "REMOVED", readonly string[]>> } {
  const named = (list: readonly AllowedRepository[]): readonly string[] => [
    ...new Set(
      list.filter(({ originRestrictionType }) => originRestrictionType === type).map((each) => each.repositoryName),
    ),
  ];
  const added = named(addAllowedRepositories).filter((name) => !before.repositories.includes(name));
  const removed = named(removeAllowedRepositories).filter((name) => before.repositories.includes(name));
  const repositories = [...before.repositories.filter((name) => !removed.includes(name)), ...added].toSorted();
  return {
    after: { mode: before.mode, repositories },
    update: {
      ...(added.length === 0 ? {} : { ADDED: added }),
      ...(removed.length === 0 ? {} : { REMOVED: removed }),
    },
  };
}

function checkInput(input: UpdatePackageGroupOriginConfigurationInput): void {
  const { packageGroup, restrictions = {}, addAllowedRepositories = [], removeAllowedRepositories = [] } = input;
  for (const [type, mode] of Object.entries(restrictions)) {
    checkType(type);
    if (!ORIGIN_RESTRICTION_MODES.some((known) => known === mode))
      throw invalid("PG16", `${JSON.stringify(mode)} is no mode of a restriction.`, ORIGIN_RESTRICTION_MODES);
    if (mode === "INHERIT" && packageGroup === ROOT_PATTERN)
      throw new HeadwaterError(
        "INVALID_ARGUMENT",
        `The package group ${ROOT_PATTERN} has nobody to inherit from (PG14).`,
        {
          hint: "Use ALLOW, ALLOW_SPECIFIC_REPOSITORIES or BLOCK.",
          details: { rule: "PG14", packageGroup },
        },
      );
  }
  for (const { originRestrictionType } of [...addAllowedRepositories, ...removeAllowedRepositories])
    checkType(originRestrictionType);
  const both = addAllowedRepositories.find((add) =>
    removeAllowedRepositories.some(
      (remove) =>
        remove.repositoryName === add.repositoryName && remove.originRestrictionType === add.originRestrictionType,
    ),
  );
  if (both === undefined) return;
  throw new HeadwaterError(
    "INVALID_ARGUMENT",
    `The repository "${both.repositoryName}" is to be both added to and removed from ${both.originRestrictionType}.`,
    { hint: "Name it once.", details: { rule: "PG18", packageGroup, repository: both.repositoryName } },
  );
}

function checkType(type: string): void {
  if (ORIGIN_RESTRICTION_TYPES.some((known) => known === type)) return;
  throw invalid("PG16", `${JSON.stringify(type)} is nothing that a package group restricts.`, ORIGIN_RESTRICTION_TYPES);
}

const invalid = (rule: string, message: string, known: readonly string[]): HeadwaterError =>
  new HeadwaterError("INVALID_ARGUMENT", message, { hint: `Use one of: ${known.join(", ")}.`, details: { rule } });
