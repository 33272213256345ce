import { startRecordedRegistry } from "../../../test/kit/recorded-registry.ts";
import { type PackageToBuild, buildPackage } from "../../../test/kit/tarball-builder.ts";
import type { ProjectDomain } from "../src/engine/project-domains.ts";

/** Lets Yarn reach a registry on loopback. */
export const LOOPBACK = 'unsafeHttpWhitelist: ["127.0.0.1"]\nhttpRetry: 0\n';

/** A registry on loopback with these packages, `name@version` each. */
export const startRegistry = (...packages: readonly string[]) =>
  startRecordedRegistry({
    packages: packages.map((each) => {
      const [, name = "", version = ""] = /^(.+)@([^@]+)$/.exec(each) ?? [];
      return buildPackage({ name, version } satisfies PackageToBuild);
    }),
  });

/** A headwater.yml of the repository `team`, whose upstream has the connection to this registry. */
export const headwaterOf = (registry: { readonly url: string }, more = ""): string => `domain: acme
externalConnections: { "public:npmjs": { url: "${registry.url}" } }
repositories:
  team: { upstreams: [npm-store] }
  npm-store: { externalConnection: "public:npmjs" }
repository: team
${more}`;

/** `name@version` of what a repository holds, for packages without a scope. */
export async function held({ domain: { resolver } }: ProjectDomain, repository = "team"): Promise<readonly string[]> {
  const { items } = await resolver.listPackages({ repository });
  const found: string[] = [];
  for (const { package: name } of items) {
    const { items: versions } = await resolver.listPackageVersions({ repository, package: { format: "npm", name } });
    found.push(...versions.map(({ version }) => `${name}@${version}`));
  }
  return found.toSorted();
}

/** Makes the repository hold a version, as an install would. */
export const hold = async ({ domain: { resolver } }: ProjectDomain, name: string, version: string): Promise<void> => {
  await resolver.retainInstall("team", [{ coordinate: { format: "npm", name, version } }]);
};

/** Takes a version that is held back. */
export const archive = async (
  { domain: { resolver } }: ProjectDomain,
  name: string,
  version: string,
): Promise<void> => {
  await resolver.updatePackageVersionsStatus({
    repository: "team",
    package: { format: "npm", name },
    versions: [version],
    targetStatus: "Archived",
  });
};
