import { connectionFormat, parseExternalConnectionName } from "@headwater/resolver";
import type { Problem } from "./problem.ts";
import type { ConfigurationFile } from "./schema.ts";

/** Upstreams that one repository may have (U1). */
const UPSTREAM_LIMIT = 10;

type Entries = NonNullable<ConfigurationFile["repositories"]>;

/**
 * What the declared repositories can be seen to break before anything is made: more than 10 upstreams (U1), duplicates,
 * a repository above itself (U6), a connection that this build cannot use.
 */
export function checkRepositories(entries: Entries): readonly Problem[] {
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
    if (upstreams.length > UPSTREAM_LIMIT) {
      problems.push({
        path,
        at: "value",
        text: `${name} has ${upstreams.length} upstreams; a repository can have ${UPSTREAM_LIMIT} (U1).`,
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
    const loop = loopFrom(name, entries);
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

/** The shortest way of upstreams from a repository back to itself. */
function loopFrom(start: string, entries: Entries): readonly string[] | undefined {
  const reached = new Set<string>();
  const ways: (readonly string[])[] = [[start]];
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const upstream of entryOf(entries, way.at(-1) ?? start)?.upstreams ?? []) {
      if (upstream === start) return [...way, start];
      if (reached.has(upstream)) continue;
      reached.add(upstream);
      ways.push([...way, upstream]);
    }
  }
  return undefined;
}

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

const entryOf = (entries: Entries, name: string): Entries[string] | undefined =>
  Object.hasOwn(entries, name) ? entries[name] : undefined;
