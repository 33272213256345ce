import { Option } from "clipanion";
import { DomainCommand } from "./domain-command.ts";

/** A command on one package group of the domain. */
export abstract class PackageGroupCommand extends DomainCommand {
  readonly packageGroup = Option.String("--package-group", {
    required: true,
    description: "The group's pattern, for example '/npm/acme/*'",
  });
}

/**
 * A command that takes what people are told about a group.
 * Proven in test/commands/package-groups.test.ts
 */
export abstract class PackageGroupTextsCommand extends PackageGroupCommand {
  readonly contactInfo = Option.String("--contact-info", {
    description: "Whom to ask about it, at most 1000 characters",
  });
  readonly description = Option.String("--description", { description: "What it is for, at most 1000 characters" });

  /** The fields as the operations take them. */
  protected input(): { readonly packageGroup: string; readonly contactInfo?: string; readonly description?: string } {
    const { packageGroup, contactInfo, description } = this;
    return {
      packageGroup,
      ...(contactInfo === undefined ? {} : { contactInfo }),
      ...(description === undefined ? {} : { description }),
    };
  }
}
