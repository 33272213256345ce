import type { AuditReport } from "@npmcli/arborist";
import npmAuditReport from "npm-audit-report";
import procLog from "proc-log";
import { NpmFailure } from "../npm-failure.ts";
import type { NpmRun } from "../npm-run.ts";
import { auditFailure } from "../print/audit-failure.ts";
import { plainChalk } from "../print/plain-chalk.ts";
import { createReifier, finish, retainAfter } from "./reify.ts";

/** `npm audit`: known vulnerabilities of what the lockfile holds, or with `fix` versions without them. Proven in test/npm-plugin/read-commands.test.ts */
export async function audit(run: NpmRun): Promise<number> {
  const [what] = run.settings.operands;
  if (what === "signatures") {
    throw new NpmFailure(
      "EUSAGE",
      "Signatures are not verified here: the keys that they are checked with come from a service of npm's own.",
      "Use headwater exec -- npm audit signatures",
    );
  }
  // npm would ask nobody and find nothing.
  if (run.domain.configuration.offline)
    throw new NpmFailure(
      "EAUDIT",
      "An audit asks the registry, which --offline and offline: true forbid.",
      "Audit without them.",
    );
  return what === "fix" ? fix(run) : report(run);
}

async function report(run: NpmRun): Promise<number> {
  const { config } = run.settings;
  const arborist = run.arborist({ audit: true });
  await arborist.audit({ fix: false });
  const { report: text, exitCode } = npmAuditReport(requireReport(run, arborist.auditReport), {
    ...run.options,
    reporter: config.get("json") === true ? "json" : "detail",
    auditLevel: config.get("audit-level") ?? "low",
    chalk: plainChalk,
  });
  run.print(text);
  return exitCode;
}

async function fix(run: NpmRun): Promise<number> {
  if (run.settings.config.get("package-lock") === false)
    throw new NpmFailure("EUSAGE", "`audit fix` needs a lockfile.", "Leave out --no-package-lock.");
  const { arborist } = await createReifier(run, { audit: true });
  await retainAfter(run, arborist, () => arborist.audit({ fix: true }));
  const found = requireReport(run, arborist.auditReport);
  const exitCode = await finish(run, arborist);
  const tooYoung = [...found.values()].flatMap(({ name, fixBlockedByReleaseAge }) =>
    fixBlockedByReleaseAge === true ? [name] : [],
  );
  if (tooYoung.length === 0) return exitCode;
  procLog.log.warn(
    "audit",
    `Still vulnerable, because the version that mends it is newer than min-release-age or before allows: ${tooYoung.join(", ")}.\nName it in min-release-age-exclude to have it installed.`,
  );
  return 1;
}

/** @throws NpmFailure EAUDIT when the registry did not answer: nobody may take that for "no vulnerabilities" */
function requireReport(run: NpmRun, found: AuditReport | null | undefined): AuditReport {
  if (found === null || found === undefined) throw new NpmFailure("EAUDIT", "There is no report of vulnerabilities.");
  if (found.error === null) return found;
  throw auditFailure(run, found.error);
}
