import type { OpenDomain, RetainMode } from "@headwater/domain";
import { HeadwaterError } from "@headwater/resolver";
import { Command, Option } from "clipanion";
import { isEnum } from "typanion";
import { type ProcessExit, runProcess } from "../exec/run-process.ts";
import { runThroughDomain } from "../exec/run-through-domain.ts";
import { holdProgram } from "../hold-program.ts";
import { RepositoryCommand } from "./repository-command.ts";

export class Exec extends RepositoryCommand {
  static override readonly paths = [["exec"]];
  static override readonly usage = Command.Usage({
    category: "Install",
    description: "Run npm, pnpm, Bun, Yarn or any other program with a repository as its registry.",
    details:
      "The client asks a loopback address that lives as long as it runs; its lockfile is the same as without Headwater. What it installed is then retained in the repository. The exit code is the client's own, 1 when the repository refuses a version, or 130 after Ctrl-C unless the client ended well.",
    examples: [
      ["Install a project", "$0 exec -- npm ci"],
      ["From another repository", "$0 exec --repository shared -- pnpm install"],
      ["A script that runs any client", "$0 exec -- node build.js"],
    ],
  });

  readonly retain = Option.String("--retain", {
    description: "Which installed versions are retained: installed (default), lockfile or requested",
    validator: isEnum(["installed", "lockfile", "requested"] as const satisfies readonly RetainMode[]),
  });
  readonly client = Option.Proxy({ name: "client", required: 1 });

  private clientRuns = false;

  protected override get passesSignalsOn(): boolean {
    return this.clientRuns;
  }

  protected override get endsBySignal(): boolean {
    return true;
  }

  protected override async run(signal: AbortSignal): Promise<number> {
    const { loadConfiguration } = await import("@headwater/domain");
    const { enabled } = await loadConfiguration(this.configurationOptions());
    if (enabled) return super.run(signal);
    // HEADWATER_ENABLED=0: the client runs as if we were not here, and not even the store is opened.
    const env = Object.entries(this.context.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return (await this.runClient(this.command(), Object.fromEntries(env))).code;
  }

  protected override async runOn(domain: OpenDomain, signal: AbortSignal): Promise<number> {
    return runThroughDomain({
      domain,
      signal,
      repository: await this.requireRepository(domain),
      command: this.command(),
      retain: this.retain ?? domain.configuration.retain,
      context: this.context,
      runClient: (command, env) => this.runClient(command, env),
      onError: (error) => this.reportError(error),
    });
  }

  /** The client and its arguments. @throws INVALID_ARGUMENT when there is none */
  private command(): readonly string[] {
    const command = this.client[0] === "--" ? this.client.slice(1) : this.client;
    if (command.length > 0) return command;
    throw new HeadwaterError("INVALID_ARGUMENT", "There is no client to run.", {
      hint: "Write it behind --, as in: headwater exec -- npm install",
    });
  }

  private async runClient(command: readonly string[], env: Record<string, string>): Promise<ProcessExit> {
    // Whatever the client does to node_modules, this program may lie there.
    holdProgram();
    const [program = "", ...args] = command;
    const { cwd, stdin, stdout, stderr } = this.context;
    this.clientRuns = true;
    try {
      return await runProcess({ command: program, args, cwd, env, stdin, stdout, stderr });
    } finally {
      this.clientRuns = false;
    }
  }
}
