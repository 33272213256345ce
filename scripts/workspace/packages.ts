import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The part of a package.json that the scripts read. */
export type Manifest = {
  readonly [field: string]: unknown;
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  /** Files by `#name`. */
  readonly imports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};

export type WorkspacePackage = {
  /** The folder's name, as `resolver`. */
  readonly folder: string;
  /** Relative to the root, as `packages/resolver`. */
  readonly path: string;
  readonly manifest: Manifest;
};

/** Our packages and what each may import: resolver <- store, formats <- server; all <- domain <- npm-plugin <- cli <- yarn-plugin. */
export const importDirections: Readonly<Record<string, readonly string[]>> = {
  "@headwater/resolver": [],
  "@headwater/store": ["@headwater/resolver"],
  "@headwater/formats": ["@headwater/resolver"],
  "@headwater/server": ["@headwater/resolver", "@headwater/formats"],
  "@headwater/domain": ["@headwater/resolver", "@headwater/store", "@headwater/formats", "@headwater/server"],
  "@headwater/npm-plugin": [
    "@headwater/resolver",
    "@headwater/store",
    "@headwater/formats",
    "@headwater/server",
    "@headwater/domain",
  ],
  headwater: [
    "@headwater/resolver",
    "@headwater/store",
    "@headwater/formats",
    "@headwater/server",
    "@headwater/domain",
    "@headwater/npm-plugin",
  ],
  "yarn-plugin-headwater": [
    "@headwater/resolver",
    "@headwater/store",
    "@headwater/formats",
    "@headwater/server",
    "@headwater/domain",
    "@headwater/npm-plugin",
    "headwater",
  ],
};

export const readManifest = (file: string): Manifest => JSON.parse(readFileSync(file, "utf8")) as Manifest;

export const workspacePackages = (root: string): readonly WorkspacePackage[] =>
  readdirSync(join(root, "packages"))
    .toSorted()
    .filter((folder) => existsSync(join(root, "packages", folder, "package.json")))
    .map((folder) => {
      const path = `packages/${folder}`;
      return { folder, path, manifest: readManifest(join(root, path, "package.json")) };
    });
