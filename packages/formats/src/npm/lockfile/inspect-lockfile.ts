import { findBunUrls } from "./bun-urls.ts";
import { lineNumbers } from "./line-numbers.ts";
import type { LockfileEntry, ReadLockfile } from "./lockfile-entry.ts";
import type { LockfileTool } from "./lockfile-tool.ts";
import { namedRegistry } from "./named-registry.ts";
import { findNpmUrls } from "./npm-urls.ts";
import { findPnpmUrls } from "./pnpm-urls.ts";
import { readBunLock } from "./read-bun-lock.ts";
import { readPackageLock } from "./read-package-lock.ts";
import { readPnpmLock } from "./read-pnpm-lock.ts";
import { readYarnLock } from "./read-yarn-lock.ts";
import { registryTarball } from "./registry-tarball.ts";
import type { FindWrittenUrls, TextEdit, WrittenUrl } from "./written-url.ts";
import { findYarnClassicUrls } from "./yarn-classic-urls.ts";
import { findYarnUrls } from "./yarn-urls.ts";

/** What a lockfile's URLs are judged by. */
export interface LockfileRegistries {
  /** The registry that the client asks by default. Needed for Yarn 1, whose lockfile shows it as a rule; npm's for all others. */
  readonly registry?: string;
  /** npm's own default registry. */
  readonly npmRegistry: string;
  /** Scopes, with `@`, that have a registry of their own: their URLs are left as they are. */
  readonly foreignScopes: readonly string[];
  /** pnpm is told to write the URL of every tarball (`lockfile-include-tarball-url`). Default false. */
  readonly listsTarballs?: boolean;
}

/** An entry whose URL names a proxy, so that others cannot install it from elsewhere. */
export interface ProxyUrl {
  readonly name: string;
  readonly version: string;
  /** From 1. */
  readonly line: number;
  /** Host and port of the proxy; the rest of its URL may hold a token. */
  readonly host: string;
  /** What makes the entry neutral, or why nothing can. */
  readonly repair: TextEdit | { readonly obstacle: string };
}

export interface LockfileInspection {
  /** Every package version that the lockfile takes from a registry, as its client's reader gives them. */
  readonly entries: readonly LockfileEntry[];
  /** Those of them whose URL leads elsewhere: to a registry of their scope's own, or to a tarball at no registry's usual place. */
  readonly foreign: readonly LockfileEntry[];
  readonly proxyUrls: readonly ProxyUrl[];
}

interface Dialect {
  readonly read: ReadLockfile;
  readonly findUrls: FindWrittenUrls;
  /** Whether the client by itself writes URLs at its default registry. */
  readonly writesDefault: boolean | "if told";
}

const DIALECTS: Readonly<Record<LockfileTool, Dialect>> = {
  npm: { read: readPackageLock, findUrls: findNpmUrls, writesDefault: true },
  pnpm: { read: readPnpmLock, findUrls: findPnpmUrls, writesDefault: "if told" },
  yarn: { read: readYarnLock, findUrls: findYarnUrls, writesDefault: false },
  yarn1: { read: readYarnLock, findUrls: findYarnClassicUrls, writesDefault: true },
  bun: { read: readBunLock, findUrls: findBunUrls, writesDefault: false },
};

/**
 * Reads a lockfile and judges its URLs: one is a proxy's when it is a registry's tarball of that very version where the client
 * by itself would write none, or one at its default registry, and nobody asked for it by that URL. `file` only stands in messages.
 *
 * @throws CONFIGURATION_INVALID naming file and line when the text cannot be read; INVALID_ARGUMENT as `namedRegistry`
 */
export async function inspectLockfile(
  tool: LockfileTool,
  text: string,
  file: string,
  { registry, npmRegistry, foreignScopes, listsTarballs = false }: LockfileRegistries,
): Promise<LockfileInspection> {
  const { read, findUrls, ...dialect } = DIALECTS[tool];
  const writesDefault = dialect.writesDefault === "if told" ? listsTarballs : dialect.writesDefault;
  const isForeignScope = (name: string): boolean => foreignScopes.some((scope) => name.startsWith(`${scope}/`));
  const entries = await read(text, file);
  const written = withUnlocated(findUrls(text, file), entries, text);
  const own = written.filter(({ name }) => !isForeignScope(name));
  const home = registry ?? (tool === "yarn1" ? namedRegistry(own, npmRegistry, file) : npmRegistry);
  // Yarn 1 takes npm's default registry for its own.
  const hosts = [home, ...(tool === "yarn1" ? [npmRegistry] : [])].flatMap((url) =>
    url === undefined ? [] : [new URL(url).host],
  );

  const judged = written.map((each) => {
    const tarball = each.isAskedFor ? undefined : registryTarball(each.url, each.name, each.version);
    const isDefault = tarball !== undefined && hosts.includes(tarball.host) && !tarball.hasExtras;
    const isLeft = isForeignScope(each.name);
    const isForeign = (isLeft || tarball === undefined) && !isDefault && !isAt(each, hosts);
    return { ...each, host: isLeft ? undefined : tarball?.host, isForeign, isDefault };
  });
  const lineOf = lineNumbers(text);
  const foreign = new Set(judged.filter(({ isForeign }) => isForeign).map(identity));
  return {
    entries,
    foreign: entries.filter(
      ({ name, version, resolved }) =>
        resolved !== undefined && foreign.has(identity({ name, version, url: resolved })),
    ),
    proxyUrls: judged.flatMap(({ name, version, offset, host, isDefault, neutralEdit }) =>
      host === undefined || (isDefault && writesDefault)
        ? []
        : [{ name, version, line: lineOf(offset), host, repair: neutralEdit({ registry: home, writesDefault }) }],
    ),
  };
}

const identity = ({ name, version, url }: Pick<WrittenUrl, "name" | "version" | "url">): string =>
  `${name}@${version} ${url}`;

/** Old packages have tarballs of other names in the default registry. */
function isAt({ name, url, isAskedFor }: WrittenUrl, hosts: readonly string[]): boolean {
  if (isAskedFor || !URL.canParse(url)) return false;
  const { host, pathname } = new URL(url);
  return hosts.includes(host) && pathname.replace(/%2f/i, "/").includes(`/${name}/-/`);
}

/** A lockfile may be laid out as no client does it: what a reader finds there and we do not is told, and cannot be repaired. */
function withUnlocated(
  written: readonly WrittenUrl[],
  entries: readonly LockfileEntry[],
  text: string,
): readonly WrittenUrl[] {
  const located = new Set(written.map(identity));
  const others = entries.flatMap(({ name, version, resolved: url }): readonly WrittenUrl[] =>
    url === undefined || located.has(identity({ name, version, url }))
      ? []
      : [
          {
            name,
            version,
            url,
            offset: Math.max(0, text.indexOf(url)),
            isAskedFor: false,
            neutralEdit: () => ({ obstacle: "it is not laid out as its package manager writes it" }),
          },
        ],
  );
  return others.length === 0 ? written : [...written, ...others];
}
