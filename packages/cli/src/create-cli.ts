import type { NpmCommandName } from "@headwater/npm-plugin";
import { Builtins, Cli, type CommandClass } from "clipanion";
import packageManifest from "../package.json" with { type: "json" };
import type { CommandContext } from "./command-context.ts";
import { Apply } from "./commands/apply.ts";
import { AssociateExternalConnection } from "./commands/associate-external-connection.ts";
import { CopyPackageVersions } from "./commands/copy-package-versions.ts";
import { CreatePackageGroup } from "./commands/create-package-group.ts";
import { CreateRepository } from "./commands/create-repository.ts";
import { DeletePackageGroup } from "./commands/delete-package-group.ts";
import { DeletePackageVersions } from "./commands/delete-package-versions.ts";
import { DeletePackage } from "./commands/delete-package.ts";
import { DeleteRepository } from "./commands/delete-repository.ts";
import { DescribeDomain } from "./commands/describe-domain.ts";
import { DescribePackageGroup } from "./commands/describe-package-group.ts";
import { DescribePackageVersion } from "./commands/describe-package-version.ts";
import { DescribePackage } from "./commands/describe-package.ts";
import { DescribeRepository } from "./commands/describe-repository.ts";
import { DisassociateExternalConnection } from "./commands/disassociate-external-connection.ts";
import { DisposePackageVersions } from "./commands/dispose-package-versions.ts";
import { Exec } from "./commands/exec.ts";
import { Explain } from "./commands/explain.ts";
import { Gc } from "./commands/gc.ts";
import { GetAssociatedPackageGroup } from "./commands/get-associated-package-group.ts";
import { GetPackageVersionAsset } from "./commands/get-package-version-asset.ts";
import { GetPackageVersionReadme } from "./commands/get-package-version-readme.ts";
import { GetRepositoryEndpoint } from "./commands/get-repository-endpoint.ts";
import { Help } from "./commands/help.ts";
import { Init } from "./commands/init.ts";
import { ListAllowedRepositoriesForGroup } from "./commands/list-allowed-repositories-for-group.ts";
import { ListAssociatedPackages } from "./commands/list-associated-packages.ts";
import { ListPackageGroups } from "./commands/list-package-groups.ts";
import { ListPackageVersionAssets } from "./commands/list-package-version-assets.ts";
import { ListPackageVersionDependencies } from "./commands/list-package-version-dependencies.ts";
import { ListPackageVersions } from "./commands/list-package-versions.ts";
import { ListPackages } from "./commands/list-packages.ts";
import { ListRepositoriesInDomain } from "./commands/list-repositories-in-domain.ts";
import { ListRepositories } from "./commands/list-repositories.ts";
import { ListSubPackageGroups } from "./commands/list-sub-package-groups.ts";
import { LockfileNormalise } from "./commands/lockfile-normalise.ts";
import { LockfileVerify } from "./commands/lockfile-verify.ts";
import { Login } from "./commands/login.ts";
import { Logout } from "./commands/logout.ts";
import { PublishPackageVersion } from "./commands/publish-package-version.ts";
import { PutPackageOriginConfiguration } from "./commands/put-package-origin-configuration.ts";
import { Refresh } from "./commands/refresh.ts";
import { Serve } from "./commands/serve.ts";
import { Stats } from "./commands/stats.ts";
import { UpdatePackageGroupOriginConfiguration } from "./commands/update-package-group-origin-configuration.ts";
import { UpdatePackageGroup } from "./commands/update-package-group.ts";
import { UpdatePackageVersionsStatus } from "./commands/update-package-versions-status.ts";
import { UpdateRepository } from "./commands/update-repository.ts";
import { Verify } from "./commands/verify.ts";
import { NPM_COMMAND_TEXTS } from "./npm/npm-command-texts.ts";
import { npmCommandClass } from "./npm/npm-command.ts";

/** Every command, one class each; whoever embeds the command line mounts them. Proven in test/main.test.ts */
export const COMMANDS: readonly CommandClass<CommandContext>[] = [
  Exec,
  LockfileVerify,
  LockfileNormalise,
  Init,
  Serve,
  Login,
  Logout,
  Apply,
  Explain,
  Refresh,
  Stats,
  Gc,
  Verify,
  DescribeDomain,
  CreateRepository,
  DescribeRepository,
  UpdateRepository,
  DeleteRepository,
  ListRepositories,
  ListRepositoriesInDomain,
  AssociateExternalConnection,
  DisassociateExternalConnection,
  GetRepositoryEndpoint,
  ListPackages,
  DescribePackage,
  DeletePackage,
  ListPackageVersions,
  DescribePackageVersion,
  ListPackageVersionAssets,
  ListPackageVersionDependencies,
  GetPackageVersionAsset,
  GetPackageVersionReadme,
  PublishPackageVersion,
  CopyPackageVersions,
  UpdatePackageVersionsStatus,
  DisposePackageVersions,
  DeletePackageVersions,
  PutPackageOriginConfiguration,
  CreatePackageGroup,
  DescribePackageGroup,
  UpdatePackageGroup,
  DeletePackageGroup,
  ListPackageGroups,
  ListSubPackageGroups,
  UpdatePackageGroupOriginConfiguration,
  ListAllowedRepositoriesForGroup,
  GetAssociatedPackageGroup,
  ListAssociatedPackages,
];

/** npm's own commands, for a process that npm's engine can be loaded into: Yarn's is none. */
export const NPM_COMMANDS: readonly CommandClass<CommandContext>[] = (
  Object.keys(NPM_COMMAND_TEXTS) as NpmCommandName[]
).map(npmCommandClass);

export interface CliOptions {
  /** Default: all but npm's. */
  readonly commands?: readonly CommandClass<CommandContext>[];
  /** Whether help and usage errors may use colours. Default false. */
  readonly colored?: boolean;
  /** What a user writes before a verb. Default `headwater`. */
  readonly binaryName?: string;
}

/** The command line. */
export function createCli({
  colored = false,
  binaryName = "headwater",
  commands = COMMANDS,
}: CliOptions = {}): Cli<CommandContext> {
  const cli = new HeadwaterCli({
    binaryLabel: "Headwater: a domain of repositories inside your package manager",
    binaryName,
    binaryVersion: packageManifest.version,
    enableColors: colored,
  });
  for (const command of [...commands, Help, Builtins.VersionCommand]) cli.register(command);
  return cli;
}

/** Names the value of an option VALUE in usage texts, where clipanion has a placeholder. */
class HeadwaterCli extends Cli<CommandContext> {
  override usage(...args: Parameters<Cli<CommandContext>["usage"]>): string {
    return nameValues(super.usage(...args));
  }

  override error(...args: Parameters<Cli<CommandContext>["error"]>): string {
    return nameValues(super.error(...args));
  }
}

/** An option at the start of a line of the option list, with the blanks that align what follows. */
const LISTED_OPTION = /^( {2}(?:\u001B\[1m)?)(-\S+(?: #0)?)( *)/gm;

const nameValues = (usage: string): string =>
  usage
    .replace(
      LISTED_OPTION,
      (_, lead: string, option: string, blanks: string) =>
        `${lead}${option}${blanks}${option.endsWith(" #0") ? "" : "   "}`,
    )
    .replaceAll(" #0", " VALUE");
