import {
  type HeadwaterError,
  type PackageVersionCoordinate,
  type RetainInstallReport,
  displayName,
} from "@headwater/resolver";

/** How many lines of one kind are shown before they are only counted. */
const SHOWN = 10;

interface Failed {
  readonly coordinate: PackageVersionCoordinate;
  readonly error: HeadwaterError;
}

/** Where refused versions were found: before an install, after it, or among what it could choose from. */
const REFUSED = {
  before: "The lockfile names versions that",
  after: "What was installed holds versions that",
  choice: "Of the packages that were asked for, there are versions that",
} as const;

/** Versions that the repository refuses, as errors: each with its reason. */
export function printRefused(
  repository: string,
  refused: readonly Failed[],
  where: keyof typeof REFUSED,
): readonly string[] {
  return [
    `error PACKAGE_VERSION_REFUSED: ${REFUSED[where]} the repository ${repository} refuses:`,
    ...shorten(refused.map(failedLine)),
  ];
}

/** What a person should know of a retention that refused nothing: differences, failures; nothing when all went well. */
export function printRetention(
  repository: string,
  { retained, mismatched, failed }: RetainInstallReport,
  foreign: readonly string[],
): readonly string[] {
  const differences = mismatched.map(
    ({ coordinate, held, installed }) => `  ${nameOf(coordinate)}: installed ${installed}, held ${held}`,
  );
  return [
    ...(retained.length === 0
      ? []
      : [
          `headwater: retained ${count(retained.length, "version")} in ${repository} that the client had not asked for.`,
        ]),
    ...(mismatched.length === 0
      ? []
      : [
          `headwater: warning: ${count(mismatched.length, "version")} installed with other bytes than ${repository} holds; nothing was overwritten:`,
          ...shorten(differences),
        ]),
    ...(failed.length === 0
      ? []
      : [
          `headwater: warning: ${count(failed.length, "version")} could not be retained in ${repository}:`,
          ...shorten(failed.map(failedLine)),
        ]),
    ...(foreign.length === 0
      ? []
      : [
          `headwater: ${count(foreign.length, "version")} came from other registries and ${foreign.length === 1 ? "was" : "were"} left out: ${listed(foreign)}`,
        ]),
  ];
}

const nameOf = (coordinate: PackageVersionCoordinate): string => `${displayName(coordinate)}@${coordinate.version}`;

/** Which version and why; once where the reason names it. */
function failedLine({ coordinate, error: { message, hint } }: Failed): string {
  const name = nameOf(coordinate);
  const reason = hint === undefined ? message : `${message} ${hint}`;
  return message.startsWith(`${name} `) ? `  ${reason}` : `  ${name}: ${reason}`;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

const shorten = (lines: readonly string[]): readonly string[] =>
  lines.length <= SHOWN ? lines : [...lines.slice(0, SHOWN), `  and ${lines.length - SHOWN} more`];

const listed = (names: readonly string[]): string =>
  names.length <= SHOWN ? names.join(", ") : `${names.slice(0, SHOWN).join(", ")} and ${names.length - SHOWN} more`;
