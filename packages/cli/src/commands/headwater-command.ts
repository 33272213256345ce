import { isHeadwaterError, redact } from "@headwater/resolver";
import { Command, Option } from "clipanion";
import { isEnum } from "typanion";
import type { CommandContext } from "../command-context.ts";
import { exitCode } from "../exit-codes.ts";
import { withInterruption } from "../interruption/with-interruption.ts";
import { asCalled } from "../print/as-called.ts";
import { OUTPUT_FORMATS, type OutputDocument, type OutputFormat, printDocument } from "../print/document.ts";
import { printError } from "../print/error.ts";

/**
 * What every command has: the global options, printing, and one way to fail.
 * Proven in test/commands/domain-command.test.ts
 */
export abstract class HeadwaterCommand extends Command<CommandContext> {
  readonly config = Option.String("--config", {
    description: "The configuration file; default: headwater.yml here or above",
  });
  readonly output = Option.String("--output", {
    description: "json, table or text",
    validator: isEnum(OUTPUT_FORMATS),
  });
  readonly json = Option.Boolean("--json", false, { description: "The same as --output json" });

  /** What the command does. Answers the exit code; `signal` is aborted by Ctrl-C. */
  protected abstract run(signal: AbortSignal): Promise<number>;

  /** What is printed when nobody asked for a format. */
  protected get defaultOutput(): OutputFormat {
    return "json";
  }

  /** True while Ctrl-C belongs to a process that this command runs. */
  protected get passesSignalsOn(): boolean {
    return false;
  }

  protected get outputFormat(): OutputFormat {
    return this.json ? "json" : (this.output ?? this.defaultOutput);
  }

  override async execute(): Promise<number> {
    try {
      return await withInterruption((signal) => this.run(signal), { isPassedOn: () => this.passesSignalsOn });
    } catch (error) {
      this.reportError(error);
      return isHeadwaterError(error) ? exitCode(error.code) : exitCode("INTERNAL");
    }
  }

  protected printResult(document: OutputDocument): void {
    const { stdout } = this.context;
    const width = "columns" in stdout && typeof stdout.columns === "number" ? stdout.columns : undefined;
    stdout.write(printDocument(document, this.outputFormat, width));
  }

  protected printLine(line: string): void {
    this.context.stdout.write(`${this.asCalled(line)}\n`);
  }

  /** Something a person should see that is no result: it never gets into a pipe. */
  protected printNotice(text: string, hint?: string): void {
    const told = redact(`headwater: ${text}
${
  hint === undefined
    ? ""
    : `  hint: ${hint}
`
}`);
    this.context.stderr.write(this.asCalled(told));
  }

  protected reportError(error: unknown): void {
    const debug = this.context.env["HEADWATER_DEBUG"];
    const details = debug !== undefined && debug !== "" && debug !== "0";
    const text = printError(error, { format: this.json || this.output === "json" ? "json" : "text", details });
    this.context.stderr.write(this.asCalled(text));
  }

  private asCalled(text: string): string {
    return asCalled(text, this.cli.binaryName);
  }
}
