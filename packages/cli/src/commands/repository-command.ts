import type { OpenDomain } from "@headwater/domain";
import { Option } from "clipanion";
import { DomainCommand } from "./domain-command.ts";

/** A command on one repository of the domain; without `--repository` on the one that the configuration names. */
export abstract class RepositoryCommand extends DomainCommand {
  readonly repository = Option.String("--repository", { description: "The repository; default: the configured one" });

  /** @throws REPOSITORY_NOT_FOUND */
  protected requireRepository(domain: OpenDomain): Promise<string> {
    return domain.requireRepository(this.repository);
  }
}
