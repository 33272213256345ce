import { spawnSync } from "node:child_process";
import { runCommand, type CommandResult } from "../kit/run-command.ts";
import { type FaultProject, headwaterBin } from "./fault-project.ts";

const OWN_MOUNTS = ["--map-root-user", "--mount"];

/** Whether this system lets this user mount in a namespace of its own. */
export const mayMount = (): boolean =>
  spawnSync("unshare", [...OWN_MOUNTS, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;

/**
 * Runs shell commands in a mount namespace of their own; what they mount is gone when they end. `headwater …` is the real
 * command line and `node …` Node; after each `headwater` its exit code is printed as `exit CODE`.
 */
export function runInOwnMounts(project: FaultProject, commands: string): Promise<CommandResult> {
  const headwater = { name: "headwater", command: process.execPath, args: [headwaterBin], env: project.environment() };
  return runProgramInOwnMounts(headwater, project.folder, commands);
}

export interface Program {
  /** What the commands call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** The same for another program than `headwater`. */
export function runProgramInOwnMounts(
  { name, command, args, env }: Program,
  cwd: string,
  commands: string,
): Promise<CommandResult> {
  const words = [command, ...args].map((word) => `'${word}'`).join(" ");
  const functions = `
node() { '${process.execPath}' "$@"; }
${name}() { ${words} "$@" && code=0 || code=$?; echo "exit $code"; }
`;
  return runCommand({
    command: "unshare",
    args: [...OWN_MOUNTS, "sh", "-euc", functions + commands],
    cwd,
    env,
  });
}
