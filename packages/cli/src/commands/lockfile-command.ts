import { dirname } from "node:path";
import type { OpenDomain } from "@headwater/domain";
import type { LockfileRegistries, LockfileTool } from "@headwater/formats";
import { HeadwaterError } from "@headwater/resolver";
import { Option } from "clipanion";
import { isEnum } from "typanion";
import type { FoundLockfile } from "../lockfile/find-lockfiles.ts";
import { DomainCommand } from "./domain-command.ts";

/**
 * A command on lockfiles; it reads the configuration, and opens no store unless it says so.
 * Proven in test/commands/lockfile-verify.test.ts
 */
export abstract class LockfileCommand extends DomainCommand {
  readonly tool = Option.String("--tool", {
    description: "Whose lockfile: npm, pnpm, yarn (2 and later), yarn1 or bun; default: as the file tells",
    validator: isEnum(["npm", "pnpm", "yarn", "yarn1", "bun"] as const satisfies readonly LockfileTool[]),
  });
  readonly registry = Option.String("--registry", {
    description: "The registry that the client asks by default; default: its own",
  });
  readonly files = Option.Rest({ name: "files" });

  protected override get defaultOutput(): "text" {
    return "text";
  }

  /** Only a command that asks for more than the configuration gets here. */
  protected override async runOn(_domain: OpenDomain): Promise<number> {
    return 0;
  }

  /** @throws INVALID_ARGUMENT, CONFIGURATION_INVALID */
  protected async findLockfiles(): Promise<readonly FoundLockfile[]> {
    const { findLockfiles } = await import("../lockfile/find-lockfiles.ts");
    const { cwd } = this.context;
    return findLockfiles({ cwd, files: this.files, tool: this.tool });
  }

  /** What a lockfile's URLs are judged by: the options, the configuration and the client's settings. */
  protected async registriesFor({ tool, path }: FoundLockfile): Promise<LockfileRegistries> {
    const { loadConfiguration } = await import("@headwater/domain");
    const { defaultNpmRegistry } = await import("@headwater/formats");
    const { foreignScopes } = await import("../lockfile/foreign-scopes.ts");
    const { listsTarballs } = await import("../lockfile/lists-tarballs.ts");
    const { yarnRegistryAtHand } = await import("../lockfile/yarn-registry.ts");
    const { domain: name, owner, direct, server } = await loadConfiguration(this.configurationOptions());
    this.requireDomain({ name, owner });
    const { env } = this.context;
    const folder = dirname(path);
    const npmRegistry = await defaultNpmRegistry();
    const given = this.registry === undefined ? undefined : parseRegistry(this.registry);
    const registry = given ?? (tool === "yarn1" ? await yarnRegistryAtHand(folder, env) : undefined);
    const own = [npmRegistry, server.url, ...(registry === undefined ? [] : [registry])];
    return {
      npmRegistry,
      foreignScopes: await foreignScopes({ tool, folder, env, direct, own }),
      listsTarballs: tool === "pnpm" && (await listsTarballs(folder, env)),
      ...(registry === undefined ? {} : { registry }),
    };
  }
}

/** @throws INVALID_ARGUMENT */
function parseRegistry(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}` === "")
    return url.href.replace(/\/*$/, "/");
  throw new HeadwaterError("INVALID_ARGUMENT", `--registry ${JSON.stringify(text)} is no URL of a registry.`, {
    hint: "Write it without credentials, for example --registry https://npm.example.com/.",
  });
}
