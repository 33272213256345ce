import type { JsonObject } from "@headwater/resolver";
import { ownObject, ownText } from "../json-object.ts";

const SRI = /^sha(?:1-[A-Za-z0-9+/]{27}=|256-[A-Za-z0-9+/]{43}=|384-[A-Za-z0-9+/]{64}|512-[A-Za-z0-9+/]{86}==)$/;

/**
 * The SRI that a manifest announces for its tarball: `dist.integrity`, or else the sha1 of `dist.shasum`, which is all that
 * old packages have. `undefined` when neither is well formed.
 */
export function announcedIntegrity(manifest: JsonObject): string | undefined {
  const dist = ownObject(manifest, "dist");
  if (dist === undefined) return undefined;
  const integrity = (ownText(dist, "integrity") ?? "").split(/\s+/).filter((hash) => SRI.test(hash));
  if (integrity.length > 0) return integrity.join(" ");
  const shasum = ownText(dist, "shasum");
  if (shasum === undefined || !/^[0-9a-f]{40}$/i.test(shasum)) return undefined;
  return `sha1-${Buffer.from(shasum, "hex").toString("base64")}`;
}
