import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import { isServable } from "../package-version/status.ts";
import type { KeyOf, ReferenceStore, Stored } from "../ports/reference-store.ts";
import type { Repository } from "../repository/repository.ts";
import { obstacleText } from "./entry-refused.ts";
import type { SearchStep } from "./resolver.ts";
import { type Walk, connectedRepositories, planWalk, planWalks } from "./walk.ts";

export type SearchOutcome = SearchTrace &
  (
    | { readonly type: "held"; readonly repository: string; readonly reference: Reference }
    /** The first repository that has it has it in a state that is not given out; the search ends there (S5). */
    | { readonly type: "refused"; readonly repository: string; readonly error: HeadwaterError }
    /** Nobody has it; these may be asked for it, in order (Q3). */
    | {
        readonly type: "absent";
        readonly connected: readonly { readonly repository: string; readonly connection: string }[];
      }
  );

interface SearchTrace {
  readonly walk: Walk;
  readonly steps: readonly SearchStep[];
}

/** Searches the repository and its upstreams for one version, stopping at the first that has it (S1–S5, S7, Q1–Q3). Reads only. */
export async function searchPackageVersion(
  references: ReferenceStore,
  repository: string,
  coordinate: PackageVersionCoordinate,
  known?: ReadonlyMap<string, Stored<Repository>>,
): Promise<SearchOutcome> {
  const walk = await planWalk(references, repository, coordinate, known);
  return outcomeOf(walk, coordinate, await references.getMany(referenceKeys(walk, coordinate)));
}

/** The same for many versions, in their order, from two readings of the store. */
export async function searchPackageVersions(
  references: ReferenceStore,
  repository: string,
  coordinates: readonly PackageVersionCoordinate[],
): Promise<readonly SearchOutcome[]> {
  const walkFor = await planWalks(references, repository, coordinates);
  const searches = coordinates.map((coordinate) => ({ coordinate, walk: walkFor(coordinate) }));
  const found = await references.getMany(searches.flatMap(({ coordinate, walk }) => referenceKeys(walk, coordinate)));
  let read = 0;
  return searches.map(({ coordinate, walk }) =>
    outcomeOf(walk, coordinate, found.slice(read, (read += walk.repositories.length))),
  );
}

const referenceKeys = (walk: Walk, coordinate: PackageVersionCoordinate): readonly KeyOf<"reference">[] =>
  walk.repositories.map(({ repository: { name } }) => ({ type: "reference", repository: name, coordinate }));

/** @param found the references of the walk's repositories to the version, in the walk's order */
function outcomeOf(
  walk: Walk,
  coordinate: PackageVersionCoordinate,
  found: readonly (Stored<Reference> | undefined)[],
): SearchOutcome {
  const steps: SearchStep[] = [];
  for (const [index, { repository: each, blocksUpstream }] of walk.repositories.entries()) {
    const reference = found[index]?.value;
    const keepsOut = walk.keptOut.find(
      ({ repository, obstacle }) => repository === each.name && obstacle.type !== "package",
    );
    steps.push({
      repository: each.name,
      found: reference?.status ?? "absent",
      blocksUpstream,
      ...(each.externalConnection === undefined ? {} : { externalConnection: each.externalConnection }),
      ...(keepsOut === undefined ? {} : { keepsOut: obstacleText(keepsOut.obstacle, each.name) }),
    });
    if (reference === undefined) continue;
    return isServable(reference.status)
      ? { type: "held", repository: each.name, reference, walk, steps }
      : { type: "refused", repository: each.name, error: statusRefusal(each.name, coordinate, reference), walk, steps };
  }
  return { type: "absent", connected: connectedRepositories(walk, coordinate.format), walk, steps };
}

/** Why a version in this state is not given out. */
export function statusRefusal(
  repository: string,
  coordinate: PackageVersionCoordinate,
  reference: Reference,
): HeadwaterError {
  const name = `${displayName(coordinate)}@${coordinate.version}`;
  return new HeadwaterError(
    "PACKAGE_VERSION_REFUSED",
    `${name} is ${reference.status} in the repository "${repository}" and is not given out.`,
    {
      hint: "Choose another version, or ask those who keep this repository why it was withdrawn.",
      details: {
        rule: "S5",
        repository,
        package: displayName(coordinate),
        version: coordinate.version,
        status: reference.status,
      },
    },
  );
}
