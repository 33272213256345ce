import type { TagPrecedenceRules } from "@headwater/resolver";
import type { RepositoryChange } from "./plan-declared-repositories.ts";

/** A change for a person, in one line and in the imperative. */
export function describeRepositoryChange(change: RepositoryChange): string {
  switch (change.type) {
    case "create":
      return `create ${change.repository}${change.upstreams.length === 0 ? "" : ` with the upstreams ${listOf(change.upstreams)}`}`;
    case "set-upstreams":
      return `change the upstreams of ${change.repository} from ${listOf(change.from)} to ${listOf(change.to)}`;
    case "set-description":
      return `change the description of ${change.repository} to ${JSON.stringify(change.to)}`;
    case "set-tag-precedence":
      return `change whose dist-tags win in ${change.repository} from ${rulesOf(change.from)} to ${rulesOf(change.to)}`;
    case "associate":
      return `connect ${change.repository} to ${change.connection}`;
    case "disassociate":
      return `disconnect ${change.repository} from ${change.connection}`;
  }
}

const listOf = (names: readonly string[]): string => `[${names.join(", ")}]`;

const rulesOf = (rules: TagPrecedenceRules): string =>
  `[${Object.entries(rules)
    .map(([pattern, precedence]) => `${pattern}: ${precedence}`)
    .join(", ")}]`;
