import { type Finding, type VerifyReport, displayName, isSound } from "@headwater/resolver";
import { printBytes } from "./bytes.ts";
import { alignColumns } from "./columns.ts";
import type { OutputDocument } from "./document.ts";

/** What was checked and what is damaged, for people: a row for each reference to something damaged. */
export function printVerify(report: VerifyReport): string {
  const { checked, findings, strays, idleTags, quick } = report;
  const rows = findings.flatMap(rowsOf);
  const reasons = findings.flatMap(({ message, reason }) => (reason === undefined ? [] : [`${message} ${reason}`]));
  const looked = quick ? "looked for" : `read ${printBytes(checked.bytes)} of`;
  const lines = [
    ...(rows.length === 0 ? [] : [alignColumns([["DAMAGE", "WHAT", "REPOSITORY", "PACKAGE", "OUTCOME"], ...rows])]),
    ...(reasons.length === 0 ? [] : [`${[...new Set(reasons)].join("\n")}\n`]),
    [
      `Followed ${count(checked.references, "reference", "references")} in ${count(checked.repositories, "repository", "repositories")} to ${count(checked.revisions, "revision", "revisions")}, and ${looked} ${count(checked.assets, "asset", "assets")}.`,
      ...(strays.count === 0
        ? []
        : [
            `${count(strays.count, "stray file", "stray files")} (${printBytes(strays.bytes)}): headwater gc removes them.`,
          ]),
      ...(idleTags.length === 0
        ? []
        : [
            `${count(idleTags.length, "dist-tag names a version", "dist-tags name versions")} that the repository does not hold; clients are not shown it.`,
          ]),
      verdict(findings),
      "",
    ].join("\n"),
  ];
  return lines.join("\n");
}

function verdict(findings: readonly Finding[]): string {
  if (findings.length === 0) return "Nothing is damaged.";
  if (isSound({ findings })) return "Everything that was damaged is whole again.";
  if (findings.every(({ outcome }) => outcome === "found"))
    return "Fetch what is lost anew with: headwater verify --repair";
  return findings.some(({ outcome }) => outcome === "left")
    ? "Not everything is whole. Restore the store from a backup, or give up what is lost with: headwater verify --repair --drop"
    : "What could not be had any more was dropped.";
}

function rowsOf(finding: Finding): readonly (readonly string[])[] {
  const { damage, outcome, subject, referrers } = finding;
  const what = finding.package === undefined ? subject.slice(0, 12) : (subject.split(" ")[0] ?? "");
  const row = (repository: string, name: string): readonly string[] => [damage, what, repository, name, outcome];
  if (referrers.length === 0) return [row("-", finding.package === undefined ? "-" : displayName(finding.package))];
  return referrers.map(({ repository, coordinate }) =>
    row(repository, `${displayName(coordinate)}@${coordinate.version}`),
  );
}

/** The report as JSON, with CodeArtifact's words for packages. */
export function verifyForOutput(report: VerifyReport): OutputDocument {
  return {
    sound: isSound(report),
    ...report,
    findings: report.findings.map(({ referrers, package: coordinate, ...finding }) => ({
      ...finding,
      ...(coordinate === undefined ? {} : named(coordinate)),
      referrers: referrers.map(({ repository, coordinate: { version, ...rest } }) => ({
        repository,
        ...named(rest),
        version,
      })),
    })),
    idleTags: report.idleTags.map(({ package: coordinate, repository, ...rest }) => ({
      repository,
      ...named(coordinate),
      ...rest,
    })),
  };
}

const named = ({ format, namespace, name }: NonNullable<Finding["package"]>): object => ({
  format,
  ...(namespace === undefined ? {} : { namespace }),
  package: name,
});

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
