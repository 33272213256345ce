/** The tarball of a package version as registries lay it out, whichever registry that is. */
export interface RegistryTarball {
  /** Host and port; never credentials. */
  readonly host: string;
  /** The URL holds a user, a password or a query: nothing that belongs in a lockfile. */
  readonly hasExtras: boolean;
  /** Everything before the package's name, without credentials. */
  readonly registry: string;
}

/**
 * Reads a URL as the tarball of this very version in some registry: it ends with `{name}/-/{file}-{version}.tgz`, whatever
 * of it is escaped (`%2f`) and whatever query follows. Artifactory and GitLab repeat the scope in the file's name.
 * `undefined` for every other URL: that is no registry's tarball of the package, and may be anything.
 */
export function registryTarball(url: string, name: string, version: string): RegistryTarball | undefined {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  const { protocol, host, pathname, search, username, password } = new URL(url);
  const path = decoded(pathname);
  const end = [conventionalEnd(name, version), `/${name}/-/${name}-${version}.tgz`].find((each) =>
    path?.endsWith(each),
  );
  if (path === undefined || end === undefined) return undefined;
  return {
    host,
    hasExtras: `${username}${password}${search}` !== "",
    registry: `${protocol}//${host}${path.slice(0, -end.length)}/`,
  };
}

/** Where a registry with this URL, which ends with a slash, has the tarball. */
export const tarballIn = (registry: string, name: string, version: string): string =>
  registry.replace(/\/*$/, "") + conventionalEnd(name, version);

const conventionalEnd = (name: string, version: string): string =>
  `/${name}/-/${name.slice(name.indexOf("/") + 1)}-${version}.tgz`;

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
