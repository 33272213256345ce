import type { Configuration } from "@headwater/domain";
import { Option } from "clipanion";
import { isEnum } from "typanion";
import { LOGIN_TOOLS } from "../login/login-tools.ts";
import { ConfiguredCommand } from "./configured-command.ts";

/**
 * A command on what a client's own settings say of a repository at `headwater serve`.
 * Proven in test/commands/login.test.ts
 */
export abstract class LoginCommand extends ConfiguredCommand {
  readonly tool = Option.String("--tool", {
    required: true,
    description: "npm, pnpm, yarn (2 and newer), yarn1 or bun",
    validator: isEnum(LOGIN_TOOLS),
  });
  abstract readonly repository: string | undefined;

  protected override get defaultOutput(): "text" {
    return "text";
  }

  /** The configuration with the repository that is meant. @throws DOMAIN_NOT_FOUND for another domain than the configured one */
  protected async loadConfiguration(): Promise<Configuration> {
    const { loadConfiguration } = await import("@headwater/domain");
    const options = this.repository === undefined ? {} : { repository: this.repository };
    const configuration = await loadConfiguration({ ...this.configurationOptions(), ...options });
    this.requireDomain({ name: configuration.domain, owner: configuration.owner });
    return configuration;
  }
}
