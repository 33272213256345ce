import { type HeadwaterError, isHeadwaterError } from "../errors/headwater-error.ts";
import type { PackageCoordinate, PackageVersionCoordinate } from "../names/coordinate.ts";
import { planRetention } from "../retention/plan-retention.ts";
import { versionNotFound } from "./fetch-asset.ts";
import { findOffer } from "./ingest-package-version.ts";
import { listAll } from "./list-all.ts";
import type { Explanation, Notice, Resolver } from "./resolver.ts";
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
  const choice = await chooseVersion(ports, repository, coordinate, wanted, selectVersion);
  const { version, refusal } = choice;
  const asked = { ...coordinate, version: version ?? wanted };
  const outcome = await searchPackageVersion(ports.references, repository, asked);
  const base = { repository, package: coordinate, wanted, notices: choice.notices ?? outcome.walk.notices } as const;
  const found = { ...base, steps: outcome.steps, holds: await holders(ports, asked) };
  if (version === undefined) {
    const why = outcome.type === "refused" ? outcome.error : (refusal ?? versionNotFound(outcome, repository, asked));
    return { ...found, wouldKeep: [], refusal: why };
  }
  if (outcome.type === "refused") return { ...found, version, wouldKeep: [], refusal: outcome.error };
  if (outcome.type === "held") {
    const source = { type: "repository", repository: outcome.repository } as const;
    return { ...found, version, source, wouldKeep: planRetention(repository, source) };
  }
  const offer = await findOffer(ports.loadExternalPackage, outcome.connected, asked);
  if (offer === undefined)
    return { ...found, version, wouldKeep: [], refusal: versionNotFound(outcome, repository, asked) };
  const source = {
    type: "external",
    repository: offer.connectedRepository,
    connection: offer.package.connection.name,
  } as const;
  return { ...found, version, source, wouldKeep: planRetention(repository, source) };
}

async function chooseVersion(
  ports: ViewPackagePorts,
  repository: string,
  coordinate: PackageCoordinate,
  wanted: string,
  selectVersion: Parameters<Resolver["explain"]>[3],
): Promise<{ readonly version?: string; readonly notices?: readonly Notice[]; readonly refusal?: HeadwaterError }> {
  try {
    const view = await viewPackage(ports, repository, coordinate);
    const { versions, external, tags } = await view.load();
    const listed = [...versions.keys(), ...(external?.versions ?? [])];
    // An exact version may be Unlisted: not shown, yet given out to whoever names it (Table 3).
    const version =
      selectVersion(wanted, listed, tags) ?? (await unlisted(ports, repository, { ...coordinate, version: wanted }));
    return version === undefined ? { notices: view.notices } : { version, notices: view.notices };
  } catch (error) {
    if (!isHeadwaterError(error) || error.code === "REPOSITORY_NOT_FOUND") throw error;
    return { refusal: error };
  }
}

async function unlisted(
  ports: ViewPackagePorts,
  repository: string,
  coordinate: PackageVersionCoordinate,
): Promise<string | undefined> {
  const outcome = await searchPackageVersion(ports.references, repository, coordinate);
  return outcome.type === "held" ? coordinate.version : undefined;
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
