import { type GarbageItem, type GarbageReport, displayName } from "@headwater/resolver";
import { printBytes } from "./bytes.ts";

const HOUR = 3_600_000;

/** What a sweep did, or in a dry run would do, for people: a dry run names each thing, a sweep only counts. */
export function printGarbage(report: GarbageReport, gracePeriod: number): string {
  const { dryRun, marked, removedRevisions, removedAssets, bytesRemoved, strays, documents, renditions } = report;
  const removed = [
    count(removedRevisions, "package version", "package versions"),
    sized(removedAssets, "asset", "assets", bytesRemoved),
    sized(documents.count, "unused document of a registry", "unused documents of registries", documents.bytes),
    sized(renditions.count, "unused rendition", "unused renditions", renditions.bytes),
    sized(strays.count, "stray file", "stray files", strays.bytes),
    count(report.abandonedWrites, "unfinished file", "unfinished files"),
  ].flatMap((each) => each ?? []);
  const markedText = count(marked, "thing", "things");
  const hours = gracePeriod / HOUR;
  const lines = [
    ...(dryRun
      ? report.items.map((item) => `${item.step === "mark" ? "would mark    " : "would remove  "}${nameOf(item)}`)
      : []),
    ...(removed.length === 0 ? [] : [`${dryRun ? "Would remove" : "Removed"} ${removed.join(", ")}.`]),
    ...(markedText === undefined || hours === 0
      ? []
      : [
          `${dryRun ? "Would mark" : "Marked"} ${markedText} that nothing refers to; a sweep in ${hours} ${hours === 1 ? "hour" : "hours"} or later removes what is unused then.`,
        ]),
  ];
  return `${(lines.length === 0 ? ["There is nothing to mark and nothing to remove."] : lines).join("\n")}\n`;
}

/** One thing as JSON names it, with CodeArtifact's words for a package. */
export function garbageItemForOutput(item: GarbageItem): object {
  if (item.type === "asset") return item;
  const { coordinate, ...rest } = item;
  const { format, namespace, name, ...version } = coordinate;
  return { ...rest, format, ...(namespace === undefined ? {} : { namespace }), package: name, ...version };
}

function nameOf(item: GarbageItem): string {
  switch (item.type) {
    case "revision":
      return `${displayName(item.coordinate)}@${item.coordinate.version}`;
    case "asset":
      return `asset ${item.sha512.slice(0, 16)} (${printBytes(item.size)})`;
    case "document":
      return `what ${item.connection.split(" ")[0] ?? ""} said about ${displayName(item.coordinate)} (${printBytes(item.size)})`;
  }
}

const count = (number: number, one: string, many: string): string | undefined =>
  number === 0 ? undefined : `${number} ${number === 1 ? one : many}`;

function sized(number: number, one: string, many: string, bytes: number): string | undefined {
  const counted = count(number, one, many);
  return counted === undefined ? undefined : `${counted} (${printBytes(bytes)})`;
}
