import { withFirstBytes } from "../asset/first-bytes.ts";
import { integrityOf } from "../asset/integrity.ts";
import { verifiedStream } from "../asset/verified-stream.ts";
import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { findOffer, removeSuperseded, writerFor } from "./ingest-package-version.ts";
import type { LoadExternalPackage } from "./load-external-package.ts";
import type { ServedAsset } from "./resolver.ts";
import { type Walk, connectedRepositories } from "./walk.ts";

/**
 * Gives out an asset whose bytes are missing from the store, and puts them back: fetched anew from a registry on the way,
 * and taken only if they are the very bytes that the held revision names. References and revision stay as they are.
 *
 * @throws STORE_CORRUPT when no registry on the way has them any more
 */
export async function restoreLost(
  ports: ResolverPorts,
  loadExternalPackage: LoadExternalPackage,
  coordinate: PackageVersionCoordinate,
  found: { readonly repository: string; readonly reference: Reference; readonly walk: Walk },
  assetName: string,
  cause: HeadwaterError,
): Promise<ServedAsset> {
  const name = `${displayName(coordinate)}@${coordinate.version}`;
  const lost = (): HeadwaterError =>
    new HeadwaterError(
      "STORE_CORRUPT",
      `The bytes of ${name} are missing from the store, and no public registry on the way has them.`,
      {
        hint: "Restore the asset folder from a backup.",
        cause,
        details: { repository: found.repository, package: displayName(coordinate), version: coordinate.version },
      },
    );
  const revision = await ports.references.get({ type: "revision", revision: found.reference.revision });
  const summary = revision?.value.assets.find((each) => each.name === assetName);
  // The version has no such asset: nothing is lost.
  if (revision !== undefined && summary === undefined) throw cause;
  if (summary === undefined) throw lost();
  const connected = connectedRepositories(found.walk, coordinate.format, "stored");
  const offer = await findOffer(loadExternalPackage, connected, coordinate);
  const asset = offer?.version.assets.find((each) => each.name === assetName);
  if (offer === undefined || asset === undefined) throw lost();
  const source = await offer.package.fetchAsset(asset, {});
  const key = { type: "asset", sha512: summary.hashes["SHA-512"] } as const;
  const body = verifiedStream({
    source,
    writer: await writerFor(ports.assets, source),
    integrity: integrityOf(summary.hashes),
    name,
    async onReceived({ size, hashes, location }) {
      const value = { size, hashes, location, storedTime: ports.clock.now() };
      await ports.references.commit([{ type: "put", key, value }]);
      await removeSuperseded(ports, [{ size, hashes, location }]);
    },
    onSettled: () => undefined,
  });
  return { body: await withFirstBytes(body), size: summary.size, hashes: summary.hashes };
}
