import { Command, Option } from "clipanion";
import { ListRepositories } from "./list-repositories.ts";

export class ListRepositoriesInDomain extends ListRepositories {
  static override readonly paths = [["list-repositories-in-domain"]];
  static override readonly usage = Command.Usage({
    category: "Repositories",
    description: "List the repositories of the domain.",
    examples: [
      ["Those of one account", "$0 list-repositories-in-domain --domain acme --administrator-account 111122223333"],
    ],
  });

  readonly administratorAccount = Option.String("--administrator-account", {
    description: "Only those that this account administers",
  });

  protected override get account(): string | undefined {
    return this.administratorAccount;
  }
}
