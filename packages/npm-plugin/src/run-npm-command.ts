import type { Writable } from "node:stream";
import {
  type OpenDomain,
  type OpenDomainOptions,
  type RetainMode,
  openDomain,
  repositoryOfSetting,
} from "@headwater/domain";
import type { RetainInstallReport } from "@headwater/resolver";
import { readLocked } from "./lockfile/read-locked.ts";
import type { InstallProgress, NpmCommandName, NpmRun } from "./npm-run.ts";
import { showNpmLog } from "./print/npm-log.ts";
import { registrySettings } from "./registries.ts";
import { checkNpmUse } from "./settings/check-npm-use.ts";
import { hostTransport } from "./settings/host-transport.ts";
import { type NpmSettings, loadNpmSettings } from "./settings/load-npm-settings.ts";
import { NPM_VERSION } from "./settings/npm-version.ts";
import { requireProject } from "./settings/require-project.ts";
import { setScriptEnvironment } from "./settings/script-environment.ts";
import { selectedWorkspaces } from "./settings/workspaces.ts";

export interface RunNpmCommandOptions {
  readonly command: NpmCommandName;
  /** What stands behind the command, flags and all, in npm's own words. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** The repository that was named; without it the one of the registry setting, or the configured one. */
  readonly repository?: string;
  /** Default: the configuration's. */
  readonly retain?: RetainMode;
  /** How the domain is opened; `cwd`, `env` and `repository` are given. */
  readonly opening: Pick<OpenDomainOptions, "configFile" | "onWarning">;
  /** Whether the domain is the one that was meant. @throws to refuse it */
  readonly checkDomain: (domain: OpenDomain) => void;
  /** Shown unless npm's settings ask for none. */
  readonly progress?: InstallProgress;
  /** Called before anything in these folders is changed. */
  readonly beforeChange?: (folders: readonly string[]) => void;
  readonly onRetained: (repository: string, report: RetainInstallReport) => void;
  /** Told of what came from registries that are none of the domain's, as `name@version`. */
  readonly onForeign: (foreign: readonly string[]) => void;
  readonly onFault: (error: unknown) => void;
  /** Ends the retention after an install. */
  readonly signal: AbortSignal;
}

/**
 * Runs one of npm's commands with a domain in it. Answers the exit code: npm's own, or 1 when what was installed is refused.
 * Proven in test/npm-plugin/commands.test.ts
 * @throws NpmFailure, what npm's libraries throw (see `describeNpmError`), HeadwaterError
 */
export async function runNpmCommand(options: RunNpmCommandOptions): Promise<number> {
  const startTime = Date.now();
  const { command, cwd, env, stdout, stderr } = options;
  const settings = await loadNpmSettings(options);
  const progress = shownProgress(settings, options.progress);
  const hideLog = showNpmLog({
    level: String(settings.config.get("loglevel")),
    stdout,
    stderr,
    beforeWriting: () => progress.stop(),
  });
  try {
    await checkNpmUse(settings);
    requireProject(command, settings);
    const domain = await openProjectDomain(options, settings);
    const restoreEnvironment = setScriptEnvironment(settings.config.env, domain.configuration.secretVariables);
    try {
      options.checkDomain(domain);
      const repository = await domain.requireRepository();
      return await runOn({ ...options, progress, startTime, settings, domain, repository, command, cwd, env });
    } finally {
      restoreEnvironment();
      await domain.close();
    }
  } finally {
    progress.stop();
    hideLog();
  }
}

/** Commands that change nothing. */
const READING: readonly NpmCommandName[] = ["outdated", "ls"];

const UNSEEN: InstallProgress = { update: () => undefined, stop: () => undefined };

/** npm shows no progress to who does not want any, and none beside a document. */
function shownProgress({ config }: NpmSettings, progress: InstallProgress = UNSEEN): InstallProgress {
  const isShown = config.get("progress") === true && config.get("loglevel") !== "silent" && config.get("json") !== true;
  return isShown ? progress : UNSEEN;
}

/** The endpoint in `.npmrc` names the repository, unless somebody does it more plainly; any other registry is what lies behind the domain. */
async function openProjectDomain(options: RunNpmCommandOptions, settings: NpmSettings): Promise<OpenDomain> {
  const { config, flat, localPrefix } = settings;
  const { loadConfiguration } = await import("@headwater/domain");
  const { env, opening, repository } = options;
  const place = { ...opening, cwd: localPrefix, env, ...(flat["offline"] === true ? { offline: true } : {}) };
  const headwater = await loadConfiguration(place);
  const { registry } = registrySettings(flat);
  const named = repository ?? repositoryOfSetting(headwater, registry);
  const { token, username, password } = config.getCredentialsByURI(registry);
  const credentials =
    token !== undefined
      ? ({ type: "token", token } as const)
      : username !== undefined && password !== undefined
        ? ({ type: "basic", username, password } as const)
        : undefined;
  return openDomain({
    ...place,
    env: { ...env, ...proxyVariables(flat) },
    ...(named === undefined ? {} : { repository: named }),
    transport: hostTransport(settings),
    registry: {
      url: registry.endsWith("/") ? registry : `${registry}/`,
      ...(credentials === undefined ? {} : { credentials }),
    },
  });
}

/** npm's own settings for proxies, under the names that the environment has for them. */
function proxyVariables({ httpsProxy, proxy, noProxy }: NpmSettings["flat"]): Readonly<Record<string, string>> {
  const texts = { HTTPS_PROXY: httpsProxy ?? proxy, HTTP_PROXY: proxy, NO_PROXY: noProxy };
  const set = Object.entries(texts).flatMap(([name, value]) =>
    typeof value === "string" && value !== "" ? [name, name.toLowerCase()].map((each) => [each, value] as const) : [],
  );
  return Object.fromEntries(set);
}

/** What npm itself adds to its settings. */
function engineOptions(command: NpmCommandName, { config, global }: NpmSettings): Readonly<Record<string, unknown>> {
  const versions = { nodeVersion: process.version, npmVersion: NPM_VERSION, npmCommand: command };
  // Whoever installs for the whole machine, or where there is no project, has not asked for an audit.
  const isProject =
    config.get("location") === "project" ||
    (config.isDefault("location") && config.get("global") !== true && config.localPackage === true);
  const isUnasked = config.isDefault("audit") && (global || !isProject);
  return isUnasked ? { ...versions, audit: false } : versions;
}

interface ReadyRun extends RunNpmCommandOptions {
  readonly progress: InstallProgress;
  readonly startTime: number;
  readonly settings: NpmSettings;
  readonly domain: OpenDomain;
  /** Sure to exist. */
  readonly repository: string;
}

async function runOn(options: ReadyRun): Promise<number> {
  const { command, domain, repository, settings, retain = domain.configuration.retain, signal, progress } = options;
  const { createArborist } = await import("./arborist/create-arborist.ts");
  const { retainInstalled } = await import("./arborist/retain-installed.ts");
  const workspaces = await selectedWorkspaces(settings, options.cwd);
  const over = await createArborist({
    domain,
    repository,
    options: { ...settings.flat, ...engineOptions(command, settings), path: settings.path, workspaces },
    signal,
    onFault: options.onFault,
    onProgress: (done, total) => (done >= total ? progress.stop() : progress.update(done, total)),
  });
  let isRefused = false;
  const run: NpmRun = {
    command,
    cwd: options.cwd,
    settings,
    domain,
    repository,
    retain,
    startTime: options.startTime,
    options: over.options,
    signal,
    progress,
    arborist: (further = {}) => over.another(further),
    async retainInstalled(arborist) {
      const { config, global, path } = settings;
      if (config.get("dry-run") === true || config.get("package-lock-only") === true) return;
      const locked = retain === "lockfile" && !global ? await readLocked(path) : [];
      const { asked, install } = over;
      const { retained, foreign } = await retainInstalled({
        domain,
        asked,
        install,
        mode: retain,
        tree: arborist.actualTree,
        locked,
        retention: { signal, cachedAsset: over.npmCache.read },
      });
      for (const { repository: name, report } of retained) {
        options.onRetained(name, report);
        isRefused ||= report.refused.length > 0;
      }
      if (foreign.length > 0) options.onForeign(foreign);
    },
    print: (line) => void options.stdout.write(`${line}\n`),
  };
  try {
    const { COMMANDS } = await import("./commands/commands.ts");
    if (!READING.includes(command)) options.beforeChange?.([settings.path, options.cwd]);
    const code = await COMMANDS[command](run);
    return code === 0 && isRefused ? 1 : code;
  } finally {
    await over.close();
  }
}
