import type { OpenDomain } from "@headwater/domain";
import { displayName } from "@headwater/resolver";

/**
 * What must hold in every store at every time: each reference leads to a revision, each of its assets to bytes, and the
 * bytes are those of the digest. Gives every violation as a sentence.
 */
export async function findViolations({ resolver }: OpenDomain): Promise<readonly string[]> {
  const violations: string[] = [];
  const { items: repositories } = await resolver.listRepositories({ maxResults: 1000 });
  for (const { name: repository } of repositories) {
    const { items: packages } = await resolver.listPackages({ repository, maxResults: 1000 });
    for (const { format, namespace, package: name } of packages) {
      const coordinate = { format, name, ...(namespace === undefined ? {} : { namespace }) };
      const { items: versions } = await resolver.listPackageVersions({
        repository,
        package: coordinate,
        maxResults: 1000,
      });
      for (const { version } of versions) {
        const id = `${repository}: ${displayName(coordinate)}@${version}`;
        try {
          const { assets } = await resolver.listPackageVersionAssets(
            repository,
            { ...coordinate, version },
            { maxResults: 1000 },
          );
          for (const asset of assets) {
            const { body } = await resolver.getPackageVersionAsset(repository, { ...coordinate, version }, asset.name);
            const bytes = Buffer.from(await new Response(body).arrayBuffer());
            const sha512 = Buffer.from(await crypto.subtle.digest("SHA-512", bytes)).toString("hex");
            if (sha512 !== asset.hashes["SHA-512"])
              violations.push(`${id}: ${asset.name} has other bytes than its digest`);
          }
        } catch (error) {
          violations.push(`${id}: ${String(error)}`);
        }
      }
    }
  }
  return violations;
}
