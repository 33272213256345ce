import {
  type LoadConfigurationOptions,
  type OpenDomain,
  loadConfiguration,
  openDomain,
  repositoryOfEndpoint,
} from "@headwater/domain";
import { defaultNpmRegistry } from "@headwater/formats";
import { redact } from "@headwater/resolver";
import { type Handler, createHandler } from "@headwater/server";
import type { Configuration } from "@yarnpkg/core";
import { watchOutside } from "headwater";
import { directScopes } from "../claims.ts";
import { registrySettings } from "../settings/registries.ts";
import type { EngineHost } from "./engine.ts";
import { localUser } from "./local-user.ts";
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
    const cwd = configuration.projectCwd ?? configuration.startingCwd;
    const known = opened.get(cwd);
    if (known !== undefined) return known;
    const opening = openProjectDomain(host, configuration, cwd, beforeClose);
    opened.set(cwd, opening);
    return opening;
  };
}

/** Where a project's `headwater.yml` is looked for: `yarn dlx` installs in a temporary folder, and belongs to the project it was called in. */
async function locateConfiguration(
  cwd: string,
  env: NonNullable<LoadConfigurationOptions["env"]>,
): Promise<LoadConfigurationOptions> {
  const { file } = await loadConfiguration({ cwd, env });
  return { cwd: file === undefined ? process.cwd() : cwd, env };
}

async function openProjectDomain(
  { ownRequests }: EngineHost,
  configuration: Configuration,
  cwd: string,
  beforeClose: (opened: ProjectDomain) => Promise<void>,
): Promise<ProjectDomain | undefined> {
  const options = await locateConfiguration(cwd, configuration.env);
  const headwater = await loadConfiguration(options);
  if (!headwater.enabled) return undefined;
  const warnings: string[] = [];
  const settings = registrySettings(configuration);
  const endpoint = repositoryOfEndpoint(headwater, settings.registry);
  const isNamed = endpoint !== undefined && headwater.repositorySource !== "HEADWATER_REPOSITORY";
  const domain = await openDomain({
    ...options,
    ...(isNamed ? { repository: endpoint } : {}),
    network: yarnNetwork(configuration, ownRequests),
    onWarning: ({ message, hint }) => warnings.push(hint === undefined ? message : `${message} ${hint}`),
  });
  const repository = await domain.requireRepository();
  const connections = await domain.resolver.reachableConnections(repository, "npm");
  const outside = watchOutside(domain.formats);
  const handlers = new Map<string, Handler>();
  let outsideTold = false;
  const opened: ProjectDomain = {
    domain,
    repository,
    registries: [
      await defaultNpmRegistry(),
      `${headwater.server.url}npm/${repository}/`,
      ...connections.map(({ connection }) => connection.url),
    ],
    direct: directScopes(headwater.direct, settings),
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
  // Nothing waits for more then; what was written is durable already.
  process.once("beforeExit", () => void beforeClose(opened).then(() => domain.close()));
  return opened;
}

/** What failed; with HEADWATER_DEBUG also where. */
function faultText(error: unknown, env: Configuration["env"]): string {
  if (!(error instanceof Error)) return redact(String(error));
  const shows = !["", "0"].includes(env["HEADWATER_DEBUG"] ?? "");
  return redact((shows ? error.stack : undefined) ?? error.message);
}
