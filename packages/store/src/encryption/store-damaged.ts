import { HeadwaterError } from "@headwater/resolver";

const RESTORE = "Restore the store's folder from a backup, or move it away and install again into a new one.";

const damaged = (message: string, cause: unknown): HeadwaterError =>
  new HeadwaterError("STORE_CORRUPT", message, { hint: RESTORE, cause });

/** A record that is not what Headwater wrote there. */
export const recordDamaged = (cause?: unknown): HeadwaterError =>
  damaged("A record in the store is damaged, or lies where another one belongs.", cause);

/** The clear record that every store begins with is not what Headwater wrote there. */
export const schemaDamaged = (cause?: unknown): HeadwaterError =>
  damaged("The record that describes the store is damaged.", cause);

/** Bytes of an asset that are not what Headwater wrote there. */
export const assetDamaged = (cause?: unknown): HeadwaterError =>
  damaged("An asset in the store is damaged or cut short.", cause);
