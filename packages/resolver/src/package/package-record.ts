import type { OriginControls } from "./origin-controls.ts";

/** What one repository keeps of one package, beside its references: origin controls and the repository's own dist-tags. */
export interface PackageRecord {
  readonly originControls: OriginControls;
  /** dist-tag → version; only tags set in this very repository, never merged ones (T3). */
  readonly tags: Readonly<Record<string, string>>;
}
