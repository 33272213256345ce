/** The public registry's two audit endpoints, answered from `test/fixtures/registry/advisories.json`. */
import { readFileSync } from "node:fs";
import semver from "semver";

export type Advisory = {
  readonly id: number;
  readonly url: string;
  readonly title: string;
  readonly severity: "info" | "low" | "moderate" | "high" | "critical";
  readonly vulnerable_versions: string;
  readonly cwe: readonly string[];
  readonly cvss: { readonly score: number; readonly vectorString: string };
};

/** Advisories by package name. */
export type Advisories = Readonly<Record<string, readonly Advisory[]>>;

type Audited = Readonly<Record<string, readonly string[]>>;

export const recordedAdvisories = (): Advisories =>
  JSON.parse(readFileSync(new URL("../fixtures/registry/advisories.json", import.meta.url), "utf8")) as Advisories;

/** `POST /-/npm/v1/security/advisories/bulk`: names with versions in, names with their advisories out. */
export const bulkAdvisories = (advisories: Advisories, audited: Audited): Record<string, readonly Advisory[]> =>
  Object.fromEntries(
    Object.entries(audited).flatMap(([name, versions]) => {
      const matching = (advisories[name] ?? []).filter(({ vulnerable_versions: range }) =>
        versions.some((version) => semver.satisfies(version, range)),
      );
      return matching.length === 0 ? [] : [[name, matching]];
    }),
  );

type AuditedTree = { readonly dependencies?: Readonly<Record<string, AuditedNode>> };
type AuditedNode = AuditedTree & { readonly version?: string };

type Finding = { readonly version: string; readonly paths: string[] };

const findIn = (tree: AuditedTree, path: readonly string[], found: Map<string, Finding[]>): number => {
  let count = 0;
  for (const [name, node] of Object.entries(tree.dependencies ?? {})) {
    const here = [...path, name];
    count += 1 + findIn(node, here, found);
    found.set(name, [...(found.get(name) ?? []), { version: node.version ?? "", paths: [here.join(">")] }]);
  }
  return count;
};

/** `POST /-/npm/v1/security/audits/quick`: a dependency tree in, the older report out. */
export const quickAudit = (advisories: Advisories, tree: AuditedTree): Record<string, unknown> => {
  const found = new Map<string, Finding[]>();
  const totalDependencies = findIn(tree, [], found);
  const vulnerabilities = { info: 0, low: 0, moderate: 0, high: 0, critical: 0 };
  const reported: Record<string, unknown> = {};
  for (const [name, ofName] of Object.entries(advisories)) {
    for (const advisory of ofName) {
      const findings = (found.get(name) ?? []).filter(({ version }) =>
        semver.satisfies(version, advisory.vulnerable_versions),
      );
      if (findings.length === 0) continue;
      vulnerabilities[advisory.severity] += 1;
      reported[String(advisory.id)] = {
        ...advisory,
        module_name: name,
        findings,
        github_advisory_id: advisory.url.split("/").at(-1),
        patched_versions: "<0.0.0",
        recommendation: "None",
        references: "",
        overview: advisory.title,
        access: "public",
        cves: [],
      };
    }
  }
  return {
    actions: [],
    advisories: reported,
    muted: [],
    metadata: {
      vulnerabilities,
      dependencies: totalDependencies,
      devDependencies: 0,
      optionalDependencies: 0,
      totalDependencies,
    },
  };
};
