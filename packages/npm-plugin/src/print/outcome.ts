import type { AuditReport, Diff, Node } from "@npmcli/arborist";
import fund from "libnpmfund";
import npmAuditReport from "npm-audit-report";
import procLog from "proc-log";
import type { NpmRun } from "../npm-run.ts";
import { type UnreviewedPackage, scriptLine } from "../scripts/unreviewed-scripts.ts";
import { plainChalk } from "./plain-chalk.ts";

/** What a command that changes a tree has come to. */
export interface InstallOutcome {
  readonly diff: Diff | null;
  readonly tree: Node;
  readonly audit: AuditReport | null | undefined;
  readonly unreviewed: readonly UnreviewedPackage[];
}

/** A package that came, went or changed, as `--json` has it. */
interface ChangedPackage {
  readonly name: string;
  readonly version: string | undefined;
  readonly path: string;
}

interface Changes {
  readonly add: ChangedPackage[];
  readonly change: { readonly from: ChangedPackage; readonly to: ChangedPackage }[];
  readonly remove: ChangedPackage[];
}

/** Tells an outcome as npm does: a few lines, or one document with `--json`. Answers the exit code. Proven in test/npm-plugin/install.test.ts */
export function printOutcome(run: NpmRun, { diff, tree, audit, unreviewed }: InstallOutcome): number {
  const { config, global } = run.settings;
  // Without a question there is no report; a report without an answer has an error, else `null` there.
  const report = audit?.error === null ? audit : undefined;
  const changes = changesOf(diff, tree);
  const funding = config.get("fund") === true ? fund.readTree(tree, { countOnly: true }).length : 0;
  const audited = report === undefined ? 0 : tree.inventory.size;
  const auditText = report === undefined ? undefined : auditReportOf(run, report);
  if (config.get("json") === true) {
    const scripts = unreviewed.length === 0 ? {} : { unreviewedScripts: unreviewed };
    const found = report === undefined ? {} : { audit: run.command === "audit" ? report : report.toJSON().metadata };
    const { add, change, remove } = changes;
    const counts = { added: add.length, audited, changed: change.length, funding, removed: remove.length };
    run.print(JSON.stringify({ add, change, remove, ...counts, ...found, ...scripts }, undefined, 2));
    return auditText?.exitCode ?? 0;
  }
  if (config.get("loglevel") === "silent") return auditText?.exitCode ?? 0;
  if (config.get("dry-run") === true || config.get("long") === true)
    for (const line of changeLines(changes)) run.print(line);
  run.print(`\n${changedText(changes, audited)} in ${durationText(Date.now() - run.startTime)}`);
  if (funding > 0 && !global) {
    run.print(`\n${count(funding, "package")} ${funding === 1 ? "is" : "are"} looking for funding`);
    run.print("  run `npm fund` for details");
  }
  if (auditText?.report) run.print(`\n${auditText.report}`);
  warnOfUnreviewed(unreviewed);
  return auditText?.exitCode ?? 0;
}

function changesOf(diff: Diff | null, tree: Node): Changes {
  const changes: Changes = { add: [], change: [], remove: [] };
  const queue: Diff[] = diff === null ? [] : [diff];
  const isPlaced = (node: Node): boolean =>
    tree.inventory.get(node.location) === node || (node.isInStore === true && !node.isLink);
  for (const { action, actual, ideal, children } of queue) {
    queue.push(...children);
    if (action === "ADD" && ideal !== undefined && isPlaced(ideal)) changes.add.push(described(ideal));
    if (action === "REMOVE" && actual !== undefined) changes.remove.push(described(actual));
    if (action === "CHANGE" && actual !== undefined && ideal !== undefined)
      changes.change.push({ from: described(actual), to: described(ideal) });
  }
  return changes;
}

const described = ({ name, path, package: { version } }: Node): ChangedPackage => ({ name, version, path });

const changeLines = ({ add, change, remove }: Changes): readonly string[] => [
  ...add.map(({ name, version }) => `add ${name} ${version}`),
  ...change.map(({ from, to }) => `change ${from.name} ${from.version} => ${to.version}`),
  ...remove.map(({ name, version }) => `remove ${name} ${version}`),
];

function changedText({ add, change, remove }: Changes, audited: number): string {
  const parts = [
    ...(add.length === 0 ? [] : [`added ${count(add.length, "package")}`]),
    ...(remove.length === 0 ? [] : [`removed ${count(remove.length, "package")}`]),
    ...(change.length === 0 ? [] : [`changed ${count(change.length, "package")}`]),
  ];
  const all = [
    ...(parts.length === 0 ? ["up to date"] : parts),
    ...(audited === 0 ? [] : [`audited ${count(audited, "package")}`]),
  ];
  const last = all.pop() ?? "";
  if (all.length === 0) return last;
  return parts.length === 0
    ? `${all.join(", ")}, ${last}`
    : `${all.join(", ")}${all.length > 1 || audited > 0 ? "," : ""} and ${last}`;
}

/** npm's report of vulnerabilities; its exit code counts for `audit` alone. */
function auditReportOf(run: NpmRun, report: AuditReport): { readonly report: string; readonly exitCode: number } {
  const { config } = run.settings;
  const isAudit = run.command === "audit";
  const isQuiet = config.get("json") === true || config.get("loglevel") === "silent";
  const { report: text, exitCode } = npmAuditReport(report, {
    ...run.options,
    reporter: isQuiet ? "quiet" : isAudit ? "detail" : "install",
    auditLevel: config.get("audit-level") ?? (isAudit ? "low" : "none"),
    chalk: plainChalk,
  });
  return { report: text, exitCode: isAudit ? exitCode : 0 };
}

function warnOfUnreviewed(unreviewed: readonly UnreviewedPackage[]): void {
  if (unreviewed.length === 0) return;
  const [verb, what] = unreviewed.length === 1 ? ["was", "script of"] : ["were", "scripts of"];
  procLog.log.warn(
    "install-scripts",
    [
      `The install ${what} ${count(unreviewed.length, "package")} ${verb} not run, because allowScripts says nothing about them:`,
      ...unreviewed.map(scriptLine),
      "Allow or deny them in allowScripts of package.json.",
    ].join("\n"),
  );
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds}ms`;
  return milliseconds < 60_000 ? `${Math.round(milliseconds / 1000)}s` : `${Math.round(milliseconds / 60_000)}m`;
}
