import { registryVersions } from "@headwater/formats";
import type { HeadwaterError, PackageVersionCoordinate } from "@headwater/resolver";
import { isHeadwaterError } from "@headwater/resolver";
import { MessageName, type Package, type Project, ReportError } from "@yarnpkg/core";
import { printRefused } from "headwater";
import { inYarn, linesInYarn } from "./in-yarn.ts";
import type { ProjectDomain, ProjectDomains } from "./project-domains.ts";
import { lockedPackages, registryEntries, resolvedPackages } from "./project-versions.ts";
import { errorLines, reportError } from "./report-error.ts";

/** Where Yarn lets a hook complain before an install begins. */
export interface ProjectReport {
  readonly reportWarning: (name: MessageName, text: string) => void;
  readonly reportError: (name: MessageName, text: string) => void;
}

/** @see Engine.refuseLocked. Proven in test/yarn/refused.test.ts */
export async function refuseLocked(domains: ProjectDomains, project: Project, report: ProjectReport): Promise<void> {
  try {
    const opened = await domains(project.configuration);
    if (opened === undefined) return;
    for (const line of opened.takeWarnings().flatMap(linesInYarn)) report.reportWarning(MessageName.UNNAMED, line);
    const refused = await findRefused(opened, await lockedPackages(project));
    for (const line of refusedLines(opened, refused)) report.reportError(MessageName.UNNAMED, line);
  } catch (error) {
    if (!isHeadwaterError(error)) throw error;
    for (const line of errorLines(error)) report.reportError(MessageName.UNNAMED, line);
  }
}

/** @see Engine.refuseResolved */
export async function refuseResolved(domains: ProjectDomains, project: Project): Promise<void> {
  const opened = await domains(project.configuration);
  if (opened === undefined) return;
  const refused = await findRefused(opened, resolvedPackages(project, "installed")).catch((error: unknown) => {
    throw reportError(error);
  });
  const [first, ...more] = refusedLines(opened, refused);
  if (first === undefined) return;
  throw new ReportError(MessageName.UNNAMED, first, (report) => {
    for (const line of more) report.reportError(MessageName.UNNAMED, line);
  });
}

type Refused = readonly { readonly coordinate: PackageVersionCoordinate; readonly error: HeadwaterError }[];

async function findRefused(
  { domain, repository, registries, direct }: ProjectDomain,
  packages: readonly Package[],
): Promise<Refused> {
  const { versions } = registryVersions(registryEntries(packages), { registries, direct });
  return domain.resolver.findRefused(
    repository,
    versions.map(({ coordinate }) => coordinate),
  );
}

const refusedLines = ({ repository }: ProjectDomain, refused: Refused): readonly string[] =>
  refused.length === 0
    ? []
    : printRefused(repository, refused, "before").map((line) => inYarn(line.replace(/^error /, "")));
