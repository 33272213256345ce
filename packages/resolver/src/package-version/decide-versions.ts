import type { Reference } from "./reference.ts";
import { isListed } from "./status.ts";

/** What one repository holds of a package. */
export interface PackageLayer {
  readonly repository: string;
  readonly references: ReadonlyMap<string, Reference>;
}

export interface DecidedVersions {
  /** Shown to package managers (L3). */
  readonly listed: ReadonlyMap<string, { readonly repository: string; readonly reference: Reference }>;
  /** Held, but in a state that is not shown; what lies further upstream must not show them either (L4, S5). */
  readonly hidden: ReadonlySet<string>;
}

/** For each version the first repository in search order decides its metadata and status (L2, L4); only Published ones are listed (L3). */
export function decideVersions(layers: readonly PackageLayer[]): DecidedVersions {
  const listed = new Map<string, { repository: string; reference: Reference }>();
  const hidden = new Set<string>();
  for (const { repository, references } of layers) {
    for (const [version, reference] of references) {
      if (listed.has(version) || hidden.has(version)) continue;
      if (isListed(reference.status)) listed.set(version, { repository, reference });
      else hidden.add(version);
    }
  }
  return { listed, hidden };
}
