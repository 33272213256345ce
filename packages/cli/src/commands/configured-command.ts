import { resolve } from "node:path";
import type { LoadConfigurationOptions, OpenDomain } from "@headwater/domain";
import { HeadwaterError } from "@headwater/resolver";
import { Option } from "clipanion";
import { HeadwaterCommand } from "./headwater-command.ts";

/**
 * A command about the configured domain, open or not.
 * Proven in test/commands/domain-command.test.ts
 */
export abstract class ConfiguredCommand extends HeadwaterCommand {
  readonly domain = Option.String("--domain", { description: "The domain's name; it must be the configured one" });
  readonly domainOwner = Option.String("--domain-owner", {
    description: "The account that owns the domain, 12 digits",
  });

  /** Where the configuration is looked for. */
  protected configurationOptions(): LoadConfigurationOptions {
    const { cwd, env } = this.context;
    return { cwd, env, ...(this.config === undefined ? {} : { configFile: resolve(cwd, this.config) }) };
  }

  /** `--domain` and `--domain-owner` name the configured domain or none at all (D1). @throws DOMAIN_NOT_FOUND */
  protected requireDomain(
    domain: Pick<OpenDomain, "name" | "owner">,
    named: { readonly domain?: string; readonly domainOwner?: string } = {},
  ): void {
    const wanted = {
      name: named.domain ?? this.domain ?? domain.name,
      owner: named.domainOwner ?? this.domainOwner ?? domain.owner,
    };
    if (wanted.name === domain.name && wanted.owner === domain.owner) return;
    throw new HeadwaterError(
      "DOMAIN_NOT_FOUND",
      `There is no domain ${JSON.stringify(wanted.name)} of the owner ${wanted.owner} here.`,
      {
        hint: `The configuration names the domain ${domain.name} of ${domain.owner}; use --config for another one.`,
        details: { domain: wanted.name, owner: wanted.owner },
      },
    );
  }
}
