import type { OpenDomain, OpenDomainOptions } from "@headwater/domain";
import { orInterruption } from "../interruption/with-interruption.ts";
import { ConfiguredCommand } from "./configured-command.ts";

/** A command on the configured domain: opens it, and closes it whatever happens. */
export abstract class DomainCommand extends ConfiguredCommand {
  protected abstract runOn(domain: OpenDomain, signal: AbortSignal): Promise<number>;

  protected override async run(signal: AbortSignal): Promise<number> {
    const domain = await this.open();
    try {
      this.requireDomain(domain);
      const work = this.runOn(domain, signal);
      return await (this.endsBySignal ? work : orInterruption(work, signal));
    } finally {
      await domain.close();
    }
  }

  /** True for commands that end by themselves, and cleanly, when the signal is aborted; others are not waited for. */
  protected get endsBySignal(): boolean {
    return false;
  }

  /** What opening may do to the store; by default it makes what is missing. */
  protected openOptions(): Pick<OpenDomainOptions, "createIfMissing" | "alignRepositories"> {
    return {};
  }

  /** Says so when the next command undoes what was done to a repository, because the file declares it otherwise. */
  protected async noticeDeclared(domain: OpenDomain, repository: string): Promise<void> {
    const { file, store } = domain.configuration;
    if (file === undefined || !store.insideProject) return;
    const { applyDeclaredRepositories } = await import("@headwater/domain");
    const { remaining } = await applyDeclaredRepositories(domain, { apply: "nothing" });
    if (!remaining.some((change) => change.repository === repository)) return;
    this.printNotice(
      `${file} declares the repository ${JSON.stringify(repository)}: the next command makes it as declared again.`,
      `To keep the change, make it in ${file}.`,
    );
  }

  private async open(): Promise<OpenDomain> {
    // Loaded here: neither help nor a usage error needs the store.
    const { openDomain } = await import("@headwater/domain");
    const { network } = this.context;
    return openDomain({
      ...this.configurationOptions(),
      ...(network === undefined ? {} : { network }),
      ...this.openOptions(),
      onWarning: (warning) => this.printNotice(warning.message, warning.hint),
    });
  }
}
