import { writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { HeadwaterError, parseAccountId, parseDomainName, parseRepositoryName } from "@headwater/resolver";
import { Command, Option } from "clipanion";
import { onFile } from "../files/on-file.ts";
import { readTextFile } from "../files/read-text-file.ts";
import { configurationTemplate, domainNameFor } from "../init/configuration-template.ts";
import { ignoreStore } from "../init/ignore-store.ts";
import { HeadwaterCommand } from "./headwater-command.ts";

const ADVICE = { hint: "Use a folder that exists and can be written, or name another file with --config." };

export class Init extends HeadwaterCommand {
  static override readonly paths = [["init"]];
  static override readonly usage = Command.Usage({
    category: "Domain",
    description: "Write a headwater.yml for this project, and let git ignore its store.",
    details: "A headwater.yml that is there stays as it is, unless `--force` is given.",
    examples: [
      ["With everything by default", "$0 init"],
      ["With names of your own", "$0 init --domain acme --owner 111122223333 --repository team"],
    ],
  });

  readonly domain = Option.String("--domain", { description: "The domain's name; default: made of the folder's name" });
  readonly owner = Option.String("--owner,--domain-owner", {
    description: "The account that owns it, 12 digits; default: 000000000000",
  });
  readonly repository = Option.String("--repository", {
    description: "The repository that this project talks to; default: main",
  });
  readonly force = Option.Boolean("--force", false, { description: "Write headwater.yml anew" });

  protected override get defaultOutput(): "text" {
    return "text";
  }

  protected override async run(): Promise<number> {
    const { cwd, env } = this.context;
    const named = this.config ?? (env["HEADWATER_CONFIG"]?.trim() || undefined);
    const file = resolve(cwd, named ?? "headwater.yml");
    const ignoreFile = join(file, "..", ".gitignore");
    const text = configurationTemplate({
      domain: parseDomainName(this.domain ?? domainNameFor(basename(join(file, "..")))),
      owner: parseAccountId(this.owner ?? "000000000000"),
      repository: parseRepositoryName(this.repository ?? "main"),
    });

    const present = this.force ? undefined : await onFile(file, ADVICE, () => readTextFile(file));
    this.requireNothingLost(file, present);
    const written: string[] = [];
    if (present === undefined) {
      await onFile(file, ADVICE, () => writeFile(file, text));
      written.push(file);
    }
    const ignored = ignoreStore(await onFile(ignoreFile, ADVICE, () => readTextFile(ignoreFile)));
    if (ignored !== undefined) {
      await onFile(ignoreFile, ADVICE, () => writeFile(ignoreFile, ignored));
      written.push(ignoreFile);
    }
    this.report(file, written);
    if (named === undefined && written.includes(file)) await this.noticeAbove(file);
    return 0;
  }

  /** Names that were asked for must not be dropped in silence. @throws ALREADY_EXISTS */
  private requireNothingLost(file: string, present: string | undefined): void {
    if (present === undefined || (this.domain ?? this.owner ?? this.repository) === undefined) return;
    throw new HeadwaterError("ALREADY_EXISTS", `${file} is there already, so nothing was written.`, {
      hint: "Edit it, or use --force to write it anew.",
      details: { file },
    });
  }

  /** Whoever works below a configuration may not have meant a second domain. */
  private async noticeAbove(file: string): Promise<void> {
    const { findConfigurationFile } = await import("@headwater/domain");
    const above = await findConfigurationFile(join(file, "..", ".."), undefined);
    if (above === undefined) return;
    this.printNotice(
      `Until now ${above} counted in this folder; from now on ${file} does, with a domain of its own.`,
      `To stay with the one above, remove ${file}.`,
    );
  }

  private report(file: string, written: readonly string[]): void {
    if (this.outputFormat === "json") return this.printResult({ configuration: file, written });
    for (const path of written) this.printLine(`wrote ${path}`);
    if (!written.includes(file)) this.printLine(`${file} is there already and stays as it is.`);
    this.printLine("");
    const { installCommand } = this.context;
    if (installCommand === undefined) {
      this.printLine("Next, install through it with npm's engine in this process, or with the client you use:");
      this.printLine("  headwater install");
      this.printLine("  headwater exec -- npm install     or pnpm, bun, yarn");
    } else {
      this.printLine("Next, install through it:");
      this.printLine(`  ${installCommand}`);
    }
    this.printLine("and see what is held now:");
    this.printLine("  headwater stats");
    if (installCommand === undefined) this.printLine("Where headwater is no command of the shell: npx headwater …");
  }
}
