import {
  type LoadConfigurationOptions,
  type OpenDomain,
  endpointUrl,
  loadConfiguration,
  openDomain,
  repositoryOfSetting,
} from "@headwater/domain";
import { defaultNpmRegistry } from "@headwater/formats";
import { redact } from "@headwater/resolver";
import { type Handler, createHandler, localUser } from "@headwater/server";
import type { Configuration } from "@yarnpkg/core";
import { watchOutside } from "headwater";
import { directScopes } from "../claims.ts";
import { registrySettings } from "../settings/registries.ts";
import type { EngineHost } from "./engine.ts";
import { projectFolder } from "./project-folder.ts";
import { yarnNetwork } from "./yarn-network.ts";

/** The domain that a project of Yarn's talks to, open. */
export interface ProjectDomain {
  readonly domain: OpenDomain;
  /** The project's own repository, sure to exist. */
  readonly repository: string;
  /** Base URLs, with a slash at the end, under which lockfiles know packages of the domain. */
  readonly registries: readonly string[];
  /** Scopes, with `@`, that are fetched past the domain. */
  readonly direct: readonly string[];
  /** The door for requests to a registry: tarballs are then where that registry would have them. `baseUrl` ends with a slash. */
  handler(baseUrl: string): Handler;
  /** What a person should read and has not been given yet. */
  takeWarnings(): readonly string[];
}

/**
 * Opens the domain of a project once; `undefined` when HEADWATER_ENABLED turns Headwater off. Proven in test/yarn/commands.test.ts
 * @throws HeadwaterError, the same for everybody who asks
 */
export type ProjectDomains = (configuration: Configuration) => Promise<ProjectDomain | undefined>;

/** @param beforeClose called when the process is about to end by itself, while the domain is still open; never rejects */
export function createProjectDomains(
  host: EngineHost,
  beforeClose: (opened: ProjectDomain) => Promise<void>,
): ProjectDomains {
  const opened = new Map<string, Promise<ProjectDomain | undefined>>();
  return (configuration) => {
    const cwd = projectFolder(configuration.projectCwd ?? configuration.startingCwd, {
      pid: process.pid,
      cwd: process.cwd(),
    });
    const known = opened.get(cwd);
    if (known !== undefined) return known;
    const opening = openProjectDomain(host, configuration, cwd, beforeClose);
    opened.set(cwd, opening);
    return opening;
  };
}

async function openProjectDomain(
  { ownRequests }: EngineHost,
  configuration: Configuration,
  cwd: string,
  beforeClose: (opened: ProjectDomain) => Promise<void>,
): Promise<ProjectDomain | undefined> {
  const options: LoadConfigurationOptions = { cwd, env: configuration.env };
  const headwater = await loadConfiguration(options);
  if (!headwater.enabled) return undefined;
  const warnings: string[] = [];
  const named = repositoryOfSetting(headwater, registrySettings(configuration).registry);
  const domain = await openDomain({
    ...options,
    ...(named === undefined ? {} : { repository: named }),
    network: yarnNetwork(configuration, ownRequests),
    onWarning: ({ message, hint }) => warnings.push(hint === undefined ? message : `${message} ${hint}`),
  });
  try {
    const opened = await describeDomain(domain, configuration, warnings);
    // Nothing waits for more then; what was written is durable already.
    process.once("beforeExit", () => void closeAtEnd(opened, beforeClose));
    return opened;
  } catch (error) {
    await domain.close();
    throw error;
  }
}

async function closeAtEnd(opened: ProjectDomain, beforeClose: (opened: ProjectDomain) => Promise<void>): Promise<void> {
  try {
    await beforeClose(opened);
    await opened.domain.close();
  } catch (error) {
    // The command has ended as it should; what it wrote is durable.
    process.stderr.write(`headwater: the domain could not be closed: ${faultText(error, {})}\n`);
  }
}

async function describeDomain(
  domain: OpenDomain,
  configuration: Configuration,
  warnings: string[],
): Promise<ProjectDomain> {
  const repository = await domain.requireRepository();
  const connections = await domain.resolver.reachableConnections(repository, "npm");
  const outside = watchOutside(domain.formats);
  const handlers = new Map<string, Handler>();
  let outsideTold = false;
  return {
    domain,
    repository,
    registries: [
      await defaultNpmRegistry(),
      endpointUrl(domain.configuration, repository),
      ...connections.map(({ connection }) => connection.url),
    ],
    direct: directScopes(domain.configuration.direct, registrySettings(configuration)),
    handler(baseUrl) {
      const handler =
        handlers.get(baseUrl) ??
        createHandler({
          formats: outside.formats,
          mount: { type: "repository", baseUrl, format: "npm", repository },
          authenticate: localUser,
          onFault: (error) => warnings.push(`Headwater failed: ${faultText(error, configuration.env)}`),
        });
      handlers.set(baseUrl, handler);
      return handler;
    },
    takeWarnings() {
      const notice = outsideTold ? undefined : outside.notice();
      outsideTold ||= notice !== undefined;
      const more = notice === undefined || notice.count === 1 ? "" : ` (and ${notice.count - 1} more such answers)`;
      return [...warnings.splice(0), ...(notice === undefined ? [] : [`${notice.message}${more}`])];
    },
  };
}

/** What failed; with HEADWATER_DEBUG also where. */
function faultText(error: unknown, env: Configuration["env"]): string {
  if (!(error instanceof Error)) return redact(String(error));
  const shows = !["", "0"].includes(env["HEADWATER_DEBUG"] ?? "");
  return redact((shows ? error.stack : undefined) ?? error.message);
}
