import type { AppliedRepositories, OpenDomain, OpenDomainOptions } from "@headwater/domain";
import { HeadwaterError, isHeadwaterError } from "@headwater/resolver";
import { Command, Option } from "clipanion";
import { DomainCommand } from "./domain-command.ts";

/** Proven in test/commands/domain-command.test.ts */
export class Apply extends DomainCommand {
  static override readonly paths = [["apply"]];
  static override readonly usage = Command.Usage({
    category: "Domain",
    description: "Make the domain's repositories as headwater.yml declares them.",
    details:
      "Missing repositories are made whenever the domain is opened. On a store that other projects share, changes to those that exist wait for this command, so that two branches do not undo each other's. Repositories that are not declared are left alone.",
    examples: [
      ["Show what would change", "$0 apply --dry-run"],
      ["Change it", "$0 apply"],
    ],
  });

  readonly dryRun = Option.Boolean("--dry-run", false, { description: "Show the changes and make none" });

  protected override get defaultOutput(): "text" {
    return "text";
  }

  protected override openOptions(): Pick<OpenDomainOptions, "createIfMissing" | "alignRepositories"> {
    return this.dryRun ? { createIfMissing: false, alignRepositories: false } : {};
  }

  protected override async run(signal: AbortSignal): Promise<number> {
    const { loadConfiguration, planDeclaredRepositories } = await import("@headwater/domain");
    const { file, domain: name, owner, repositories } = await loadConfiguration(this.configurationOptions());
    if (file === undefined) {
      throw new HeadwaterError(
        "CONFIGURATION_NOT_FOUND",
        "There is no headwater.yml here or above, so nothing is declared.",
        {
          hint: "Write one with headwater init.",
        },
      );
    }
    this.requireDomain({ name, owner });
    try {
      return await super.run(signal);
    } catch (error) {
      // Without a store everything declared is missing: a dry run says so and makes none.
      if (!this.dryRun || !isHeadwaterError(error) || error.code !== "DOMAIN_NOT_FOUND") throw error;
      return this.report({ applied: [], remaining: planDeclaredRepositories(repositories, new Map()) });
    }
  }

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const { applyDeclaredRepositories } = await import("@headwater/domain");
    return this.report(await applyDeclaredRepositories(domain, { apply: this.dryRun ? "nothing" : "all" }));
  }

  private async report({ applied, remaining }: AppliedRepositories): Promise<number> {
    const { describeRepositoryChange } = await import("@headwater/domain");
    if (this.outputFormat === "json") {
      this.printResult({ applied, remaining });
      return 0;
    }
    for (const change of applied) this.printLine(describeRepositoryChange(change));
    for (const change of remaining) this.printLine(`would: ${describeRepositoryChange(change)}`);
    if (applied.length + remaining.length === 0) this.printLine("The domain is as headwater.yml declares it.");
    return 0;
  }
}
