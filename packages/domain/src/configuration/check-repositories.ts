import {
  MAX_DIRECT_UPSTREAMS,
  connectionFormat,
  findUpstreamCycle,
  parseExternalConnectionName,
} from "@headwater/resolver";
import type { Problem } from "./problem.ts";
import type { ConfigurationFile } from "./schema.ts";

type Entries = NonNullable<ConfigurationFile["repositories"]>;

/**
 * What the declared repositories can be seen to break before anything is made: more than 10 upstreams (U1), duplicates,
 * a repository above itself (U6), a connection that this build cannot use.
 */
export function checkRepositories(entries: Entries): readonly Problem[] {
  const declared = repositoriesOf(entries);
  return Object.entries(entries).flatMap(([name, { upstreams = [], externalConnection }]) => {
    const path = ["repositories", name, "upstreams"];
    const problems: Problem[] = [];
    if (
      externalConnection !== undefined &&
      connectionFormat(parseExternalConnectionName(externalConnection)) !== "npm"
    ) {
      problems.push({
        path: ["repositories", name, "externalConnection"],
        at: "value",
        text: `${externalConnection} serves packages of a format that is not supported yet.`,
        hint: "For npm packages use public:npmjs.",
        code: "NOT_SUPPORTED",
      });
    }
    if (upstreams.length > MAX_DIRECT_UPSTREAMS) {
      problems.push({
        path,
        at: "value",
        text: `${name} has ${upstreams.length} upstreams; a repository can have ${MAX_DIRECT_UPSTREAMS} (U1).`,
        hint: "Put a repository between that has some of them as its upstreams.",
        code: "UPSTREAM_LIMIT_EXCEEDED",
      });
    }
    for (const [index, upstream] of upstreams.entries()) {
      if (upstreams.indexOf(upstream) < index) {
        problems.push({
          path: [...path, index],
          at: "value",
          text: `${upstream} stands twice among the upstreams of ${name} (U6).`,
        });
      }
    }
    const loop = findUpstreamCycle(name, upstreams, declared);
    if (loop !== undefined) {
      problems.push({
        path,
        at: "value",
        text: `${name} is its own upstream: ${loop.join(" -> ")} (U6).`,
        hint: "Take one of these upstreams away.",
        code: "UPSTREAM_CYCLE",
      });
    }
    return problems;
  });
}

/** The declared repositories as the resolver's rules take them. */
const repositoriesOf = (entries: Entries): ReadonlyMap<string, { readonly upstreams: readonly string[] }> =>
  new Map(Object.entries(entries).map(([name, { upstreams = [] }]) => [name, { upstreams }]));

/**
 * The repository that a file speaks of when it does not say: the only declared one that is nobody's upstream.
 * Otherwise what is wrong.
 */
export function chooseRepository(entries: Entries): string | Problem {
  const upstreams = new Set(Object.values(entries).flatMap((entry) => entry.upstreams ?? []));
  const roots = Object.keys(entries).filter((name) => !upstreams.has(name));
  const [root, ...others] = roots;
  if (root !== undefined && others.length === 0) return root;
  return {
    path: ["repositories"],
    at: "key",
    text: "the file does not say which repository this project talks to.",
    hint: `Add, for example, "repository: ${root ?? Object.keys(entries)[0] ?? "team"}".`,
  };
}
