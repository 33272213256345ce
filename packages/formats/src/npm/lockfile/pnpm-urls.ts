import { isNpmVersion } from "../versions.ts";
import { parsePackageKey } from "./read-pnpm-lock.ts";
import { tarballIn } from "./registry-tarball.ts";
import type { FindWrittenUrls, NeutralForm, TextEdit, WrittenUrl } from "./written-url.ts";

/** A stretch of the text. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * pnpm: `tarball` of a resolution, which pnpm leaves out where the registry has the tarball at the usual place. Read as pnpm
 * writes it, `resolution: {integrity: …, tarball: …}`, and as formatters lay that out over lines.
 * Proven in test/npm/lockfile/normalise-lockfile.test.ts
 */
export const findPnpmUrls: FindWrittenUrls = (text) =>
  packageSections(text).flatMap((section) => packageEntries(text, section).flatMap((entry) => entryUrl(text, entry)));

const lineEnd = (text: string, from: number): number => {
  const at = text.indexOf("\n", from);
  return at === -1 ? text.length : at + 1;
};

/** What stands below each `packages:`, one for each document. */
function packageSections(text: string): readonly Range[] {
  return [...text.matchAll(/^packages:[^\S\n]*$/gm)].map(({ index }) => {
    const start = lineEnd(text, index);
    const next = text.slice(start).search(/^[^\s#]/m);
    return { start, end: next === -1 ? text.length : start + next };
  });
}

const KEY_LINE = /^( +)(?:'((?:[^']|'')+)'|"([^"\\]+)"|([^\s'"#][^\n]*?)):[^\S\n]*$/gm;

interface Entry extends Range {
  readonly key: string;
}

/** The entries of a section: the keys that stand as far left as its first one. */
function packageEntries(text: string, { start, end }: Range): readonly Entry[] {
  const keys = [...text.slice(start, end).matchAll(KEY_LINE)];
  const indent = keys[0]?.[1]?.length;
  const own = keys.filter(([, blanks]) => blanks?.length === indent);
  return own.map(({ index, 0: line, 2: single, 3: double, 4: plain }, position) => ({
    key: single?.replaceAll("''", "'") ?? double ?? plain ?? "",
    start: start + index + line.length,
    end: start + (own[position + 1]?.index ?? end - start),
  }));
}

/** A member of a flow or block mapping with a URL as its value. */
const TARBALL = /(^|[{,\s])(tarball:\s+)("[^"\n]*"|'[^'\n]*'|[^\s,{}'"]+)/;

function entryUrl(text: string, entry: Entry): readonly WrittenUrl[] {
  const { name, version } = parsePackageKey(entry.key) ?? {};
  const resolution = resolutionOf(text, entry);
  if (name === undefined || version === undefined || !isNpmVersion(version) || resolution === undefined) return [];
  const body = text.slice(resolution.start, resolution.end);
  const found = TARBALL.exec(body);
  if (found === null || /(?:^|[{,\s])type:\s/.test(body)) return [];
  const [, lead = "", member = "", value = ""] = found;
  const start = resolution.start + found.index + lead.length;
  const range = { start, end: start + member.length + value.length };
  const hasIntegrity = /(?:^|[{,\s])integrity:\s/.test(body);
  const neutralEdit = ({ registry, writesDefault }: NeutralForm): ReturnType<WrittenUrl["neutralEdit"]> => {
    if (writesDefault && registry !== undefined)
      return { start: start + member.length, end: range.end, text: tarballIn(registry, name, version) };
    return hasIntegrity ? removeMember(text, range) : { obstacle: "its entry has no integrity" };
  };
  const url = value.replace(/^(["'])(.*)\1$/, "$2");
  return [{ name, version, url, offset: start, isAskedFor: false, neutralEdit }];
}

/** What stands behind `resolution:`, in braces or indented below it. */
function resolutionOf(text: string, entry: Range): Range | undefined {
  const body = text.slice(entry.start, entry.end);
  const found = /^( +)resolution:\s*/m.exec(body);
  if (found === null) return undefined;
  const [head, indent = ""] = found;
  const at = found.index + head.length;
  const rest = body.slice(at);
  if (rest.startsWith("{")) {
    const close = rest.indexOf("}");
    return close === -1 ? undefined : { start: entry.start + at, end: entry.start + at + close };
  }
  // The first line begins behind its indentation.
  const first = lineEnd(rest, 0);
  const next = rest.slice(first).search(new RegExp(`^ {0,${indent.length}}\\S`, "m"));
  return { start: entry.start + at, end: next === -1 ? entry.end : entry.start + at + first + next };
}

/** Takes a member out: its whole line where it has one of its own, else with the comma that parts it from its neighbour. */
function removeMember(text: string, { start, end }: Range): TextEdit {
  const before = text.slice(0, start);
  const ownStart = before.lastIndexOf("\n") + 1;
  const behind = /^[^\S\n]*,?[^\S\n]*(?:\n|$)/.exec(text.slice(end));
  if (before.slice(ownStart).trim() === "" && behind !== null)
    return { start: ownStart, end: end + behind[0].length, text: "" };
  const comma = /,\s*$/.exec(before);
  if (comma !== null) return { start: comma.index, end, text: "" };
  return { start, end: end + (/^\s*,\s*/.exec(text.slice(end))?.[0].length ?? 0), text: "" };
}
