import { HeadwaterError, isHeadwaterError } from "../errors/headwater-error.ts";
import { type PackageCoordinate, type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import { ROOT_PATTERN } from "../package-group/package-group.ts";
import { planRetention } from "../retention/plan-retention.ts";
import { versionNotFound } from "./fetch-asset.ts";
import { findOffer } from "./ingest-package-version.ts";
import { listAll } from "./list-all.ts";
import type { Notice } from "./notice.ts";
import type { Explanation, Resolver } from "./resolver.ts";
import { searchPackageVersion } from "./search-package-version.ts";
import { type ViewPackagePorts, viewPackage } from "./view-package.ts";

/** @see Resolver.explain */
export async function explain(
  ports: ViewPackagePorts,
  repository: string,
  coordinate: PackageCoordinate,
  wanted: string,
  selectVersion: Parameters<Resolver["explain"]>[3],
): Promise<Explanation> {
  const { version, withheld, refusal, notices } = await chooseVersion(
    ports,
    repository,
    coordinate,
    wanted,
    selectVersion,
  );
  const asked = { ...coordinate, version: version ?? withheld ?? wanted };
  const outcome = await searchPackageVersion(ports.references, repository, asked);
  const { pattern, type: associationType } = outcome.walk.admission.verdict(coordinate);
  const found = {
    repository,
    package: coordinate,
    wanted,
    ...(pattern === ROOT_PATTERN ? {} : { packageGroup: { pattern, associationType } }),
    notices: notices ?? outcome.walk.notices,
    steps: outcome.steps,
    holds: await holders(ports, asked),
    ...(version === undefined ? {} : { version }),
  } as const;
  if (outcome.type === "refused") return { ...found, wouldKeep: [], refusal: outcome.error };
  if (version === undefined && withheld === undefined)
    return { ...found, wouldKeep: [], refusal: refusal ?? versionNotFound(outcome, repository, asked) };
  if (outcome.type === "held") {
    // An exact version may be Unlisted: not shown, yet given out to whoever names it (Table 3).
    if (version === undefined && withheld !== wanted)
      return { ...found, wouldKeep: [], refusal: unlistedRefusal(outcome.repository, asked) };
    const source = { type: "repository", repository: outcome.repository } as const;
    return { ...found, version: asked.version, source, wouldKeep: planRetention(repository, source) };
  }
  const offer = await findOffer(ports.loadExternalPackage, outcome.connected, asked);
  if (offer === undefined) return { ...found, wouldKeep: [], refusal: versionNotFound(outcome, repository, asked) };
  const source = {
    type: "external",
    repository: offer.connectedRepository,
    connection: offer.package.connection.name,
  } as const;
  return { ...found, source, wouldKeep: planRetention(repository, source) };
}

interface Choice {
  readonly version?: string;
  /** When nothing that is shown satisfies: what would, if its status did not keep it from being shown (L3, L4). */
  readonly withheld?: string;
  readonly refusal?: HeadwaterError;
  readonly notices?: readonly Notice[];
}

async function chooseVersion(
  ports: ViewPackagePorts,
  repository: string,
  coordinate: PackageCoordinate,
  wanted: string,
  selectVersion: Parameters<Resolver["explain"]>[3],
): Promise<Choice> {
  try {
    const { notices, load } = await viewPackage(ports, repository, coordinate);
    const { versions, external, tags, hidden } = await load();
    const version = selectVersion(wanted, [...versions.keys(), ...(external?.versions ?? [])], tags);
    if (version !== undefined) return { version, notices };
    const withheld = selectVersion(wanted, [...hidden.versions], hidden.tags);
    return withheld === undefined ? { notices } : { withheld, notices };
  } catch (error) {
    if (!isHeadwaterError(error) || error.code === "REPOSITORY_NOT_FOUND") throw error;
    return { refusal: error };
  }
}

/** Why a version that is there is not chosen for a range or a tag, although it is given out to whoever names it. */
function unlistedRefusal(repository: string, coordinate: PackageVersionCoordinate): HeadwaterError {
  const name = `${displayName(coordinate)}@${coordinate.version}`;
  return new HeadwaterError(
    "PACKAGE_VERSION_REFUSED",
    `${name} is Unlisted in the repository "${repository}": it is given out to whoever names exactly this version, and never chosen.`,
    {
      hint: "A lockfile that has it still installs it; for others, choose another version or ask those who keep this repository to publish it again.",
      details: {
        rule: "L3",
        repository,
        package: displayName(coordinate),
        version: coordinate.version,
        status: "Unlisted",
      },
    },
  );
}

/** Every repository of the domain that holds a reference to the version: who has it, for whoever must know. */
async function holders(
  { references }: ViewPackagePorts,
  coordinate: PackageVersionCoordinate,
): Promise<readonly string[]> {
  const repositories = (await listAll(references, { type: "repository" })).map(({ value }) => value.name).toSorted();
  const found = await references.getMany(
    repositories.map((repository) => ({ type: "reference", repository, coordinate }) as const),
  );
  return repositories.filter((_, index) => found[index] !== undefined);
}
