import {
  ORIGIN_RESTRICTION_TYPES,
  type OriginRestriction,
  type OriginRestrictions,
} from "../package-group/package-group.ts";
import type { Change, ListedRecord } from "../ports/reference-store.ts";
import { groupsWritten } from "./load-groups.ts";

/**
 * What is written so that no package group allows a repository that is deleted: another one of its name, made later, is not
 * the one that was allowed. The groups must be as they were read.
 *
 * Proven in test/use-cases/package-group-origin.test.ts
 */
export function withoutRepository(
  groups: readonly ListedRecord<"group">[],
  repository: string,
  now: number,
): readonly Change[] {
  const changes = groups.map(({ key, value, stamp }): Change => {
    const { restrictions } = value;
    if (!ORIGIN_RESTRICTION_TYPES.some((type) => restrictions[type].repositories.includes(repository)))
      return { type: "require", key, stamp };
    const left = ({ mode, repositories }: OriginRestriction): OriginRestriction => ({
      mode,
      repositories: repositories.filter((name) => name !== repository),
    });
    const changed: OriginRestrictions = {
      PUBLISH: left(restrictions.PUBLISH),
      EXTERNAL_UPSTREAM: left(restrictions.EXTERNAL_UPSTREAM),
      INTERNAL_UPSTREAM: left(restrictions.INTERNAL_UPSTREAM),
    };
    return { type: "replace", key, stamp, value: { ...value, restrictions: changed } };
  });
  return changes.some(({ type }) => type === "replace") ? [...changes, groupsWritten(now)] : changes;
}
