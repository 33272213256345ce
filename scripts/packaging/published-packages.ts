import { type WorkspacePackage, workspacePackages } from "../workspace/packages.ts";

/** `library`: compiled file by file, with types. `program`: bundled with all that it needs. */
export type PublishedPackage = WorkspacePackage & { readonly kind: "library" | "program" };

/** The packages that are published; the private ones are not. */
export const publishedPackages = (root: string): readonly PublishedPackage[] =>
  workspacePackages(root)
    .filter(({ manifest }) => manifest.private !== true)
    .map((one) => ({ ...one, kind: one.manifest["bin"] === undefined ? "library" : "program" }));
