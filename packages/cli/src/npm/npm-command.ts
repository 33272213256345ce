import { resolve } from "node:path";
import type { RetainMode } from "@headwater/domain";
import type { NpmCommandName, RefusedVersion } from "@headwater/npm-plugin";
import { HeadwaterError, type RetainInstallReport, isHeadwaterError, redact } from "@headwater/resolver";
import { Command, type CommandClass, Option } from "clipanion";
import type { CommandContext } from "../command-context.ts";
import { RepositoryCommand } from "../commands/repository-command.ts";
import { exitCode } from "../exit-codes.ts";
import { holdProgram } from "../hold-program.ts";
import { createProgress } from "../print/progress.ts";
import { printRefused, printRetention } from "../print/run-report.ts";
import { NPM_COMMAND_TEXTS, type NpmCommandText } from "./npm-command-texts.ts";
import { type SplitWords, splitOwnOptions } from "./own-options.ts";

const RETAIN_MODES = ["installed", "lockfile", "requested"] as const satisfies readonly RetainMode[];
/** Names of `ls` that mean its long form. */
const LONG_LISTS = ["ll", "la"];

/** One of npm's commands, with the domain as its registry. Its words are npm's, apart from a few options of ours. */
abstract class NpmCommand extends RepositoryCommand {
  readonly words = Option.Proxy({ name: "args" });

  protected abstract readonly npmCommand: NpmCommandName;

  protected override async runOn(): Promise<number> {
    throw new HeadwaterError("INTERNAL", "npm's commands open the domain by themselves.");
  }

  protected override async run(signal: AbortSignal): Promise<number> {
    const words = splitOwnOptions(this.words);
    if (words.help) {
      this.context.stdout.write(this.cli.usage(this.constructor, { detailed: true }));
      return 0;
    }
    const own = requireComplete(words);
    const { describeNpmError, runNpmCommand } = await import("@headwater/npm-plugin");
    const { cwd, env, stdout, stderr } = this.context;
    const configFile = own.config ?? this.config;
    const repository = own.repository ?? this.repository;
    const progress = await createProgress({ label: this.npmCommand, stream: stderr, env });
    try {
      return await runNpmCommand({
        command: this.npmCommand,
        args: [...this.flagsForNpm(), ...words.npm],
        cwd,
        env,
        stdout,
        stderr,
        signal,
        ...(repository === undefined ? {} : { repository }),
        ...(own.retain === undefined ? {} : { retain: await retainMode(own.retain) }),
        opening: {
          ...(configFile === undefined ? {} : { configFile: resolve(cwd, configFile) }),
          onWarning: (warning) => this.printNotice(warning.message, warning.hint),
        },
        checkDomain: (domain) => this.requireDomain(domain, own),
        progress,
        beforeChange: holdProgram,
        onRetained: (name, report) => this.printRetained(name, report),
        onForeign: (foreign) => this.printForeign(foreign),
        onFault: (error) => this.reportError(error),
      });
    } catch (error) {
      if (isHeadwaterError(error)) return this.refuse(error, repository);
      const described = describeNpmError(error);
      if (described === undefined || signal.aborted) throw error;
      this.printNpmError(described);
      return described.exitCode;
    }
  }

  /** Options that clipanion has taken and npm has too, and what the name of the command itself means. */
  private flagsForNpm(): readonly string[] {
    const isLong = this.path.some((word) => LONG_LISTS.includes(word));
    return [...(this.json ? ["--json"] : []), ...(isLong ? ["--long"] : [])];
  }

  private printRetained(repository: string, report: RetainInstallReport): void {
    const lines = printRetention(repository, { ...report, retained: [] }, []);
    for (const line of lines) this.context.stderr.write(`${line}\n`);
    if (report.refused.length > 0)
      for (const line of printRefused(repository, report.refused, "after")) this.context.stderr.write(`${line}\n`);
  }

  private printForeign(foreign: readonly string[]): void {
    const nothing = { retained: [], alreadyHeld: [], mismatched: [], refused: [], failed: [] };
    for (const line of printRetention("", nothing, foreign)) this.context.stderr.write(`${line}\n`);
  }

  private refuse(error: HeadwaterError, repository: string | undefined): number {
    const refused = error.details["refused"] as readonly RefusedVersion[] | undefined;
    if (refused === undefined) throw error;
    const { repository: searched } = error.details;
    const name = repository ?? (typeof searched === "string" ? searched : "");
    for (const line of printRefused(name, refused, "before")) this.context.stderr.write(`${line}\n`);
    return exitCode(error.code);
  }

  private printNpmError({ code, message, hint }: { code: string; message: string; hint?: string }): void {
    const { stderr } = this.context;
    if (this.json || this.words.includes("--json")) {
      const error = { code, message, ...(hint === undefined ? {} : { hint }) };
      stderr.write(`${JSON.stringify({ error }, undefined, 2)}\n`);
      return;
    }
    stderr.write(redact(`error ${code}: ${message}\n${hint === undefined ? "" : `  hint: ${hint}\n`}`));
  }
}

/** The class of one of npm's commands. Proven in test/npm-plugin/commands.test.ts */
export function npmCommandClass(name: NpmCommandName): CommandClass<CommandContext> {
  const text: NpmCommandText = NPM_COMMAND_TEXTS[name];
  return class extends NpmCommand {
    static override readonly paths = [name, ...text.aliases].map((each) => [each]);
    static override readonly usage = Command.Usage({
      category: "npm",
      description: text.description,
      details: text.details,
      examples: text.examples.map(([what, command]) => [what, command]),
    });
    protected readonly npmCommand = name;
  };
}

function requireComplete({ own, incomplete }: SplitWords): SplitWords["own"] {
  if (incomplete === undefined) return own;
  throw new HeadwaterError("INVALID_ARGUMENT", `The option ${incomplete} stands without its value.`, {
    hint: `Write it as in: ${incomplete}=team`,
  });
}

async function retainMode(text: string): Promise<RetainMode> {
  const mode = RETAIN_MODES.find((each) => each === text);
  if (mode !== undefined) return mode;
  const { nearestName } = await import("@headwater/domain");
  const nearest = nearestName(text, RETAIN_MODES);
  throw new HeadwaterError("INVALID_ARGUMENT", `${JSON.stringify(text)} is no way to retain.`, {
    hint: `Use one of ${RETAIN_MODES.join(", ")}${nearest === undefined ? "" : `; perhaps ${nearest}`}.`,
  });
}
