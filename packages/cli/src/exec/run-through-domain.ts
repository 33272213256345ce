import { resolve } from "node:path";
import type { OpenDomain, RetainMode } from "@headwater/domain";
import { isHeadwaterError } from "@headwater/resolver";
import type { EphemeralEndpoint } from "@headwater/server";
import type { CommandContext } from "../command-context.ts";
import { exitCode } from "../exit-codes.ts";
import { orInterruption } from "../interruption/with-interruption.ts";
import type { YarnAtHand } from "../lockfile/yarn-registry.ts";
import { createProgress } from "../print/progress.ts";
import { printRefused, printRetention } from "../print/run-report.ts";
import { bunTakeoverWarnings, forgetEndpointInBunLock } from "./bun-takeover.ts";
import { type ClientCall, parseClientCall } from "./client-call.ts";
import { findRefusedLocked } from "./find-refused-locked.ts";
import { npmCacheFolder } from "./npm-cache.ts";
import { type PreparedRun, mayBeYarn, prepareRun } from "./prepare-run.ts";
import { retainInstalled } from "./retain-installed.ts";
import { createRunFiles } from "./run-files.ts";
import type { ProcessExit } from "./run-process.ts";
import { watchOutside } from "./watch-outside.ts";

export interface RunThroughDomainOptions {
  readonly domain: OpenDomain;
  readonly repository: string;
  /** The client and its arguments. */
  readonly command: readonly string[];
  readonly retain: RetainMode;
  readonly context: CommandContext;
  readonly signal: AbortSignal;
  /** Runs the client on the context's streams. */
  readonly runClient: (command: readonly string[], env: Record<string, string>) => Promise<ProcessExit>;
  readonly onError: (error: unknown) => void;
}

/** Milliseconds that a retention gets after Ctrl-C to write what it has received; a registry that hangs is not waited for. */
const RETENTION_END = 1_500;

/** Where the steps of one run find what they share. */
interface Run extends RunThroughDomainOptions {
  readonly call: ClientCall;
  /** Registries whose packages the domain answers for. */
  readonly registries: readonly string[];
}

/**
 * Runs a client against a loopback endpoint of one repository, then retains what it installed. Answers the client's exit
 * code, or that of a signal (see ProcessExit); 1 when the repository refuses a version, before the client runs where its
 * lockfile tells.
 * Proven in test/commands/exec.test.ts and, with real clients, test/exec/client-run.test.ts
 */
export async function runThroughDomain(options: RunThroughDomainOptions): Promise<number> {
  const { domain, repository, command, context, signal } = options;
  const { startEphemeralEndpoint } = await import("@headwater/server");
  const outside = watchOutside(domain.formats);
  const files = await createRunFiles();
  let endpoint: EphemeralEndpoint | undefined;
  try {
    endpoint = await startEphemeralEndpoint({
      formats: outside.formats,
      domain: domain.name,
      repository,
      onFault: options.onError,
    });
    const { direct, secretVariables } = domain.configuration;
    const { defaultNpmRegistry } = await import("@headwater/formats");
    const npmRegistry = await defaultNpmRegistry();
    const call = parseClientCall(command, context.cwd);
    const yarn = mayBeYarn(call) ? await yarnOf(call, command, context) : undefined;
    const run: Run = {
      ...options,
      call,
      registries: [
        endpoint.url,
        npmRegistry,
        ...(yarn === undefined ? [] : [yarn.registry]),
        ...(await domainRegistries(domain, repository)),
      ],
    };
    if (await refusesLocked(run)) return exitCode("PACKAGE_VERSION_REFUSED");

    const takeover = await bunTakeoverWarnings(run.call);
    const prepared = await prepareRun({
      command,
      call: run.call,
      env: context.env,
      secretVariables,
      endpoint,
      direct,
      npmRegistry,
      yarn,
      files,
    });
    write(
      context,
      [...prepared.warnings, ...takeover].map((warning) => `headwater: warning: ${warning}`),
    );
    signal.throwIfAborted();
    const exit = await options.runClient(prepared.command, prepared.env);
    await forgetEndpointInBunLock(run.call, endpoint.url);
    // Whoever stopped the client wants to have done with it.
    if (exit.signal !== undefined) return exit.code;
    const retained = options.retain === "requested" ? 0 : await retainAfterRun(run, options.retain, prepared);
    const notice = outside.notice();
    if (notice !== undefined)
      write(context, [
        `headwater: ${notice.message}${notice.count > 1 ? ` (and ${notice.count - 1} more such answers)` : ""}`,
      ]);
    return exit.code === 0 ? retained : exit.code;
  } finally {
    await endpoint?.close();
    await files.remove();
  }
}

async function refusesLocked(run: Run): Promise<boolean> {
  const { domain, repository, call, registries, context } = run;
  try {
    const refused = await findRefusedLocked(domain, repository, call, {
      registries,
      direct: domain.configuration.direct,
    });
    if (refused.length > 0) write(context, printRefused(repository, refused, "before"));
    return refused.length > 0;
  } catch (error) {
    if (!isHeadwaterError(error) || error.code !== "CONFIGURATION_INVALID") throw error;
    // A lockfile that we cannot read is the client's to refuse, or to mend: npm, pnpm and Yarn finish merges by themselves.
    write(context, [`headwater: warning: ${error.message}`]);
    return false;
  }
}

/** The exit code of the retention: it fails a good install when a version is refused or the store fails, not when a fetch does. */
async function retainAfterRun(run: Run, mode: "installed" | "lockfile", { npmrcs }: PreparedRun): Promise<number> {
  const { domain, repository, call, context, signal } = run;
  try {
    const work = retainInstalled({
      domain,
      repository,
      call,
      mode,
      signal,
      registries: run.registries,
      direct: domain.configuration.direct,
      env: context.env,
      npmCache: npmCacheFolder(context.env, npmrcs, call.folder),
      progress: await createProgress({ label: `retaining in ${repository}`, stream: context.stderr, env: context.env }),
    });
    const retained = await orInterruption(work, signal, RETENTION_END);
    if (retained === undefined) return 0;
    write(context, printRetention(repository, retained.report, retained.foreign));
    const { refused } = retained.report;
    if (refused.length > 0) write(context, printRefused(repository, refused, "after"));
    return refused.length === 0 ? 0 : exitCode("PACKAGE_VERSION_REFUSED");
  } catch (error) {
    signal.throwIfAborted();
    if (!isHeadwaterError(error)) throw error;
    run.onError(error);
    return error.code === "CONFIGURATION_INVALID" ? 0 : exitCode(error.code);
  }
}

/** The Yarn that a command names by its path, or that it would find. */
async function yarnOf(
  call: ClientCall,
  command: readonly string[],
  { env, cwd }: CommandContext,
): Promise<YarnAtHand | undefined> {
  const { yarnAtHand } = await import("../lockfile/yarn-registry.ts");
  const named = call.kind === "yarn" ? command[call.argumentsAt - 1] : undefined;
  return yarnAtHand(call.folder, env, named !== undefined && /[/\\]/.test(named) ? resolve(cwd, named) : undefined);
}

/** The URLs other than the public registry's under which the domain's packages are known. */
async function domainRegistries(domain: OpenDomain, repository: string): Promise<readonly string[]> {
  const connections = await domain.resolver.reachableConnections(repository, "npm");
  return [domain.configuration.server.url, ...connections.map(({ connection }) => connection.url)];
}

function write(context: CommandContext, lines: readonly string[]): void {
  for (const line of lines) context.stderr.write(`${line}\n`);
}
