import type { OpenDomain, RetainMode } from "@headwater/domain";
import type Arborist from "@npmcli/arborist";
import type { ArboristOptions } from "@npmcli/arborist";
import type { NpmSettings } from "./settings/load-npm-settings.ts";

/** How many packages are in their place. */
export interface InstallProgress {
  update(done: number, total: number): void;
  /** Leaves nothing on the screen, so that others may write there; an update shows it again. Idempotent. */
  stop(): void;
}

/** One run of one of npm's commands through a domain. */
export interface NpmRun {
  /** npm's own name of the command, e.g. `install`. */
  readonly command: NpmCommandName;
  readonly cwd: string;
  readonly settings: NpmSettings;
  readonly domain: OpenDomain;
  readonly repository: string;
  readonly retain: RetainMode;
  /** Milliseconds since the epoch at which the run began. */
  readonly startTime: number;
  /** npm's settings with the domain in them, for pacote. */
  readonly options: ArboristOptions;
  /** Aborted: what has not begun does not begin, and a retention ends. */
  readonly signal: AbortSignal;
  readonly progress: InstallProgress;
  /** Arborist over the domain for the folder that the command works in. */
  arborist(further?: ArboristOptions): Arborist;
  /** Retains what lies installed and tells of it. To be called after a reify. */
  retainInstalled(arborist: Arborist): Promise<void>;
  /** A line on standard output. */
  print(line: string): void;
}

export const NPM_COMMANDS = [
  "install",
  "ci",
  "update",
  "uninstall",
  "dedupe",
  "prune",
  "audit",
  "outdated",
  "ls",
] as const;
export type NpmCommandName = (typeof NPM_COMMANDS)[number];
