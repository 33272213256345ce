import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageCoordinate, displayName } from "../names/coordinate.ts";
import type { Obstacle } from "../package-group/admit-version.ts";
import type { OriginRestrictionType } from "../package-group/package-group.ts";
import type { FirstEntry } from "../package/origin-controls.ts";

/** Why a new version may not enter a repository, for whoever wanted to put it there: what is in the way, and the rule. */
export function entryRefused(
  entry: FirstEntry,
  repository: string,
  coordinate: PackageCoordinate,
  obstacle: Obstacle,
): HeadwaterError {
  const name = displayName(coordinate);
  const { rule } = obstacle;
  const details = { rule, repository, package: name };
  const what = entryText(entry, repository, name);
  switch (obstacle.type) {
    case "look-alike":
      return new HeadwaterError("ACCESS_DENIED", `${what}: ${obstacleText(obstacle, repository)}.`, {
        hint: `If it is meant, give it a group of its own: headwater create-package-group --package-group '/${coordinate.format}/${coordinate.namespace ?? ""}/${coordinate.name}$'`,
        details: { ...details, packageGroup: obstacle.pattern },
      });
    case "package":
      return new HeadwaterError("ACCESS_DENIED", `${what}: ${obstacleText(obstacle, repository)}.`, {
        hint: "Whoever keeps the repository can allow it with: headwater put-package-origin-configuration",
        details: { ...details, control: obstacle.control },
      });
    case "group":
      return new HeadwaterError("ACCESS_DENIED", `${what}: ${obstacleText(obstacle, repository)}.`, {
        hint: "Whoever keeps the domain can allow it with: headwater update-package-group-origin-configuration",
        details: { ...details, packageGroup: obstacle.pattern, restriction: obstacle.restriction },
      });
  }
}

function entryText(entry: FirstEntry, repository: string, name: string): string {
  switch (entry) {
    case "published":
      return `${name} cannot be published to "${repository}"`;
    case "copied":
      return `${name} cannot be copied into "${repository}"`;
    case "ingested":
    case "retained":
      return `No new version of ${name} may enter "${repository}" from upstreams`;
  }
}

/** What is in the way, as part of a sentence about a package. */
export function obstacleText(obstacle: Obstacle, repository: string): string {
  switch (obstacle.type) {
    case "look-alike":
      return `its name is a look-alike of the package group ${obstacle.pattern}, so no new version of it is let in (PG11)`;
    case "package":
      return obstacle.control === "publish"
        ? `its origin controls in "${repository}" have publish=BLOCK (B6)`
        : `the origin controls of "${repository}" block upstreams for this package: upstream=BLOCK (S7)`;
    case "group": {
      const { pattern, restriction, effective } = obstacle;
      const whose = effective.from === pattern ? "" : ` from ${effective.from}`;
      const without = effective.mode === "BLOCK" ? "" : ` without "${repository}"`;
      return `its package group ${pattern} has ${restriction}=${effective.mode}${without}${whose}, which keeps ${KEPT_OUT[restriction]} "${repository}" (PG19)`;
    }
  }
}

const KEPT_OUT: Readonly<Record<OriginRestrictionType, string>> = {
  PUBLISH: "what is published out of",
  EXTERNAL_UPSTREAM: "versions of public registries out of",
  INTERNAL_UPSTREAM: "versions of other repositories out of",
};
