import { parseNpmName } from "@headwater/formats";
import {
  type Page,
  type PageRequest,
  type PackageCoordinate,
  type PackageVersionCoordinate,
  isHeadwaterError,
} from "@headwater/resolver";
import { MessageName } from "@yarnpkg/core";
import { printRefused } from "headwater";
import { inYarn, linesInYarn } from "./in-yarn.ts";
import type { ProjectDomain } from "./project-domains.ts";
import type { ProjectReport } from "./refuse-versions.ts";

/**
 * What an install that failed was not told: Yarn says of a version that it cannot choose no more than that there are no
 * candidates, not that it is refused, nor that the registry could not be asked for more.
 * Proven in test/yarn/faults/refused-version.test.ts, test/yarn/faults/no-network-setting.test.ts
 */
export interface InstallCourse {
  begin(report: ProjectReport): void;
  /** Metadata of a package was given to Yarn. */
  asked(name: string): void;
  /** A request failed, and the failure says why. */
  failed(): void;
  end(): void;
  /** When the process is about to end: reports the reasons of an install that began and did not end well. */
  explain(opened: ProjectDomain, exitCode: typeof process.exitCode): Promise<void>;
}

export function createInstallCourse(): InstallCourse {
  const asked = new Set<string>();
  let running: ProjectReport | undefined;
  let isExplained = false;
  return {
    begin(report) {
      running = report;
    },
    asked: (name) => void asked.add(name),
    failed() {
      isExplained = true;
    },
    end() {
      running = undefined;
    },
    async explain(opened, exitCode) {
      if (isExplained) return;
      if (running === undefined || exitCode === undefined || exitCode === 0) {
        // No install, or a good one: there is no report any more, and standard output may be read by a program.
        for (const warning of opened.takeWarnings()) process.stderr.write(`headwater: ${inYarn(warning)}\n`);
        return;
      }
      // The install has failed already, for reasons that are on the screen: what cannot be found out stays untold.
      const refused = await refusedChoices(opened, asked).catch(() => []);
      // Warnings, because the failure may have another reason.
      for (const line of [...refused, ...opened.takeWarnings().flatMap(linesInYarn)])
        running.reportWarning(MessageName.UNNAMED, line);
    },
  };
}

/** Versions that were left out of what Yarn could choose from, because the repository refuses them. */
async function refusedChoices(
  { domain, repository }: ProjectDomain,
  names: Iterable<string>,
): Promise<readonly string[]> {
  const repositories = await allPages((page) => domain.resolver.listRepositories(page));
  const hidden: PackageVersionCoordinate[] = [];
  for (const coordinate of [...names].map(parseNpmName)) {
    const found = new Set<string>();
    for (const { name } of repositories)
      for (const version of await hiddenIn(domain, name, coordinate)) found.add(version);
    hidden.push(...[...found].map((version) => ({ ...coordinate, version })));
  }
  const refused = await domain.resolver.findRefused(repository, hidden);
  return refused.length === 0
    ? []
    : printRefused(repository, refused, "choice").map((line) => inYarn(line.replace(/^error /, "")));
}

async function hiddenIn(
  { resolver }: ProjectDomain["domain"],
  repository: string,
  coordinate: PackageCoordinate,
): Promise<readonly string[]> {
  try {
    const items = await allPages((page) => resolver.listPackageVersions({ repository, package: coordinate, ...page }));
    return items.filter(({ status }) => status !== "Published").map(({ version }) => version);
  } catch (error) {
    if (isHeadwaterError(error) && error.code === "PACKAGE_NOT_FOUND") return [];
    throw error;
  }
}

async function allPages<T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let page: Page<T> | undefined;
  do {
    page = await list(page?.nextToken === undefined ? {} : { nextToken: page.nextToken });
    items.push(...page.items);
  } while (page.nextToken !== undefined);
  return items;
}
