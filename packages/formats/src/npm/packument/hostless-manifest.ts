import type { JsonObject, PackageCoordinate } from "@headwater/resolver";
import { ownObject } from "../json-object.ts";
import { type TarballLocation, type TarballOwner, tarballLocation } from "../tarball-location.ts";

/** A version's manifest with `dist.tarball` relative to any registry's URL, every other field as it was. */
export interface HostlessManifest {
  readonly manifest: JsonObject;
  readonly tarball: TarballLocation;
}

/** Takes the host out of a manifest, so that what is stored does not depend on the registry it came from. */
export function hostlessManifest(
  owner: TarballOwner,
  coordinate: PackageCoordinate,
  version: string,
  manifest: JsonObject,
): HostlessManifest {
  const dist = ownObject(manifest, "dist") ?? {};
  const tarball = tarballLocation(
    owner,
    coordinate,
    version,
    Object.hasOwn(dist, "tarball") ? dist["tarball"] : undefined,
  );
  return { manifest: { ...manifest, dist: { ...dist, tarball: tarball.path } }, tarball };
}
