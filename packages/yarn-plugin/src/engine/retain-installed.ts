import { registryVersions } from "@headwater/formats";
import { isHeadwaterError } from "@headwater/resolver";
import { type InstallOptions, MessageName, type Project, Report } from "@yarnpkg/core";
import { printRefused, printRetention } from "headwater";
import { inYarn, linesInYarn } from "./in-yarn.ts";
import type { ProjectDomain, ProjectDomains } from "./project-domains.ts";
import { registryEntries, resolvedPackages } from "./project-versions.ts";
import { errorLines } from "./report-error.ts";

/** Milliseconds before progress is shown, so that quick work flickers nothing. */
const QUIET = 400;

/** @see Engine.retainInstalled. Proven in test/yarn/retention.test.ts */
export async function retainInstalled(
  domains: ProjectDomains,
  project: Project,
  { report, mode }: InstallOptions,
): Promise<void> {
  const opened = await domains(project.configuration);
  if (opened === undefined) return;
  try {
    const { retain } = opened.domain.configuration;
    // With this mode nothing is installed, and the lockfile alone is written.
    const nothingInstalled = retain === "installed" && String(mode) === "update-lockfile";
    if (retain !== "requested" && !nothingInstalled) await retainResolved(opened, project, report, retain);
  } catch (error) {
    if (!isHeadwaterError(error)) throw error;
    for (const line of errorLines(error)) report.reportError(MessageName.UNNAMED, line);
  }
  for (const line of opened.takeWarnings().flatMap(linesInYarn)) report.reportWarning(MessageName.UNNAMED, line);
}

async function retainResolved(
  { domain, repository, registries, direct }: ProjectDomain,
  project: Project,
  report: Report,
  retain: "installed" | "lockfile",
): Promise<void> {
  const entries = registryEntries(resolvedPackages(project, retain === "lockfile" ? "all" : "installed"));
  const { versions, foreign } = registryVersions(entries, { registries, direct });
  const progress = delayedProgress(report);
  try {
    const retained = await domain.resolver.retainInstall(repository, versions, { onProgress: progress.update });
    for (const line of printRetention(repository, retained, foreign)) {
      const text = inYarn(line.replace(/^headwater: /, ""));
      if (text.startsWith("warning: ") || text.startsWith("  "))
        report.reportWarning(MessageName.UNNAMED, text.replace(/^warning: /, ""));
      else report.reportInfo(MessageName.UNNAMED, text);
    }
    if (retained.refused.length === 0) return;
    for (const line of printRefused(repository, retained.refused, "after"))
      report.reportError(MessageName.UNNAMED, inYarn(line.replace(/^error /, "")));
  } finally {
    progress.stop();
  }
}

/** Yarn's own progress bar, once there is something to wait for. */
function delayedProgress(report: Report): { update(done: number, total: number): void; stop(): void } {
  const start = Date.now();
  let counter: ReturnType<typeof Report.progressViaCounter> | undefined;
  let shown: { stop: () => void } | undefined;
  return {
    update(done, total) {
      if (Date.now() - start < QUIET) return;
      if (counter === undefined) {
        counter = Report.progressViaCounter(total);
        shown = report.reportProgress(counter);
      }
      counter.set(done);
    },
    stop: () => shown?.stop(),
  };
}
