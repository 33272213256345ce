import type { Servability } from "../lockfile/check-servable.ts";

/** An entry whose URL names a proxy, where it stands. */
interface ProxyEntry {
  readonly line: number;
  readonly package: string;
  readonly version: string;
  readonly host: string;
}

export interface VerifiedLockfile {
  readonly file: string;
  readonly entries: number;
  readonly proxyUrls: readonly ProxyEntry[];
  readonly servability?: Servability;
}

export interface RepairedLockfile {
  readonly file: string;
  readonly repaired: readonly ProxyEntry[];
  readonly left: readonly (ProxyEntry & { readonly obstacle: string })[];
}

/**
 * What was found in a lockfile, for people: every entry that is not as it should be on a line of its own.
 * Proven in test/commands/lockfile-verify.test.ts
 */
export function printVerified({ file, entries, proxyUrls, servability }: VerifiedLockfile): readonly string[] {
  return [
    ...(proxyUrls.length === 0
      ? [`${file}: ${count(entries, "entry", "entries")}, none names a proxy.`]
      : [
          `${file}: ${count(proxyUrls.length, "URL", "URLs")} that its package manager does not write by itself:`,
          ...proxyUrls.map((each) => `  ${place(file, each)}`),
          `Repair it with: headwater lockfile normalise ${file}`,
        ]),
    ...(servability === undefined ? [] : printServability(file, servability)),
  ];
}

function printServability(file: string, { repository, servable, unservable }: Servability): readonly string[] {
  const all = count(servable, "version", "versions");
  if (unservable.length === 0)
    return [`${file}: ${repository} could give out ${all} with no connection to the outside.`];
  return [
    `${file}: with no connection to the outside ${repository} could give out ${all}, and not:`,
    ...unservable.map(({ reason, message }) => `  ${reason}  ${message}`),
  ];
}

/** What was done to a lockfile, for people. */
export function printNormalised(
  { file, repaired, left }: RepairedLockfile,
  { dryRun }: { readonly dryRun: boolean },
): readonly string[] {
  const hosts = [...new Set(repaired.map(({ host }) => host))].join(", ");
  const changed = `${count(repaired.length, "URL", "URLs")} of ${hosts}`;
  return [
    repaired.length === 0
      ? `${file}: nothing to change.`
      : `${file}: ${dryRun ? `would replace ${changed}:` : `replaced ${changed}.`}`,
    ...(dryRun ? repaired.map((each) => `  ${place(file, each)}`) : []),
    ...(left.length === 0
      ? []
      : [
          `${file}: ${count(left.length, "URL", "URLs")} could not be replaced:`,
          ...left.map((each) => `  ${place(file, each)}: ${each.obstacle}`),
        ]),
  ];
}

const place = (file: string, { line, package: name, version, host }: ProxyEntry): string =>
  `${file}:${line}: ${name}@${version} at ${host}`;

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
