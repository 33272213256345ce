import type { EffectiveRestrictions } from "../package-group/effective-restrictions.ts";
import { packageGroupArn } from "../package-group/group-arn.ts";
import type { GroupTree } from "../package-group/group-tree.ts";
import type { OriginRestrictionType, PackageGroup } from "../package-group/package-group.ts";
import type { Domain } from "../repository/domain.ts";
import type {
  PackageGroupDescription,
  PackageGroupOriginRestriction,
  PackageGroupReference,
} from "./group-descriptions.ts";

/**
 * A group of a tree, as CodeArtifact describes it.
 * Proven in test/use-cases/package-groups.test.ts
 */
export function describePackageGroup(
  region: string,
  domain: Domain,
  tree: GroupTree,
  group: PackageGroup,
): PackageGroupDescription {
  const { pattern, contactInfo, description, createdTime } = group;
  const referenceTo = (to: string): PackageGroupReference => ({
    arn: packageGroupArn(region, domain, to),
    pattern: to,
  });
  const effective: EffectiveRestrictions = tree.restrictionsOf(pattern);
  const restriction = (type: OriginRestrictionType): PackageGroupOriginRestriction => {
    const { mode, repositories } = group.restrictions[type];
    return {
      mode,
      effectiveMode: effective[type].mode,
      ...(mode === "INHERIT" ? { inheritedFrom: referenceTo(effective[type].from) } : {}),
      repositoriesCount: repositories.length,
    };
  };
  const parent = tree.parentOf(pattern);
  return {
    ...referenceTo(pattern),
    domainName: domain.name,
    domainOwner: domain.owner,
    createdTime,
    ...(contactInfo === undefined ? {} : { contactInfo }),
    ...(description === undefined ? {} : { description }),
    originConfiguration: {
      restrictions: {
        PUBLISH: restriction("PUBLISH"),
        EXTERNAL_UPSTREAM: restriction("EXTERNAL_UPSTREAM"),
        INTERNAL_UPSTREAM: restriction("INTERNAL_UPSTREAM"),
      },
    },
    ...(parent === undefined ? {} : { parent: referenceTo(parent.pattern) }),
  };
}
