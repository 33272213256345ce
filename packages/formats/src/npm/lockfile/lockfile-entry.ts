/** One package version that a lockfile takes from a registry. Git, file, link, workspace and bundled ones are no such entries. */
export interface LockfileEntry {
  /** The lockfile's own key: npm's folder, pnpm's dependency path, Bun's path, Yarn's resolution. */
  readonly key: string;
  /** The package's own name (`name` or `@scope/name`), also where it is installed under an alias. */
  readonly name: string;
  readonly version: string;
  /** SRI, when the lockfile holds one. Yarn 4 does not: its checksum is that of its own archive. */
  readonly integrity?: string;
  /** The tarball's URL, when the lockfile holds one: it may be of any host. */
  readonly resolved?: string;
  /** Yarn 4: the platforms that it is for, e.g. `os=linux & cpu=x64`. */
  readonly conditions?: string;
}

/**
 * Reads a lockfile's text; `file` only stands in messages.
 * @throws CONFIGURATION_INVALID naming file and line when the text cannot be read
 */
export type ReadLockfile = (text: string, file: string) => Promise<readonly LockfileEntry[]>;
