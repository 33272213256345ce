import { alignedColumns } from "../print/aligned-columns.ts";
import type { OutdatedPackage } from "./outdated-packages.ts";

/** A table for people; `undefined` when there is nothing to tell. Proven in test/npm-plugin/read-commands.test.ts */
export function outdatedTable(packages: readonly OutdatedPackage[], isLong: boolean): string | undefined {
  if (packages.length === 0) return undefined;
  const head = ["Package", "Current", "Wanted", "Latest", "Location", "Depended by"];
  const longHead = ["Package Type", "Homepage", "Depended By Location"];
  const rows = packages.map((each) => [
    each.name,
    each.current ?? "MISSING",
    each.wanted,
    each.latest,
    each.location ?? "-",
    each.dependentWorkspace ?? each.dependent,
    ...(isLong ? [each.type, each.homepage ?? "", each.dependedByLocation] : []),
  ]);
  return alignedColumns([[...head, ...(isLong ? longHead : [])], ...rows], ["left", "right", "right", "right"]);
}

/** A line per package: its folder, then what is wanted, installed and newest, and who depends on it. */
export const outdatedLines = (packages: readonly OutdatedPackage[], isLong: boolean): readonly string[] =>
  packages.map((each) => {
    const { name, path = "", current, wanted, latest, dependent, type, homepage = "", dependedByLocation } = each;
    const installed = current === undefined ? "MISSING" : `${name}@${current}`;
    const fields = [path, `${name}@${wanted}`, installed, `${name}@${latest}`, dependent];
    return [...fields, ...(isLong ? [type, homepage, dependedByLocation] : [])].join(":");
  });

/** By name: a package, or a list where several depend on it. */
export function outdatedDocument(
  packages: readonly OutdatedPackage[],
  isLong: boolean,
): Readonly<Record<string, unknown>> {
  const byName = Map.groupBy(packages, ({ name }) => name);
  return Object.fromEntries(
    [...byName].map(([name, group]) => {
      const entries = group.map((each) => outdatedEntry(each, isLong));
      return [name, entries.length === 1 ? entries[0] : entries];
    }),
  );
}

function outdatedEntry(each: OutdatedPackage, isLong: boolean): Readonly<Record<string, unknown>> {
  const { current, wanted, latest, dependent, path, type, homepage, dependedByLocation } = each;
  return {
    current,
    wanted,
    latest,
    dependent,
    location: path,
    ...(isLong ? { type, homepage, dependedByLocation } : {}),
  };
}
