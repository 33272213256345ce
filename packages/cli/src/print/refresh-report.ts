import { type RefreshReport, type RefreshedRegistry, displayName } from "@headwater/resolver";

const STATES: Readonly<Record<RefreshedRegistry["state"], string>> = {
  new: "asked for the first time",
  changed: "changed",
  unchanged: "nothing has changed",
  gone: "has it no more",
  absent: "does not have it",
};

/** How many versions are named before they are only counted. */
const SHOWN = 10;

/** What asking the registries again has changed, for people: a line for each registry, and one for each kind of change. */
export function printRefresh({ package: coordinate, registries }: RefreshReport): string {
  const lines = registries.flatMap((each) => [
    `${displayName(coordinate)} at ${each.connection} (through ${each.repository}): ${STATES[each.state]}`,
    ...versionLine("new versions", each.addedVersions),
    ...versionLine("gone", each.removedVersions),
    ...versionLine("announced with other bytes", each.alteredVersions),
    ...each.tags.map(({ tag, from = "none", to = "none" }) => `  ${tag}: ${from} -> ${to}`),
  ]);
  return `${lines.join("\n")}\n`;
}

function versionLine(what: string, versions: readonly string[]): readonly string[] {
  if (versions.length === 0) return [];
  const shown = versions.slice(-SHOWN).join(", ");
  const more = versions.length > SHOWN ? `, and ${versions.length - SHOWN} more` : "";
  return [`  ${what}: ${shown}${more}`];
}
