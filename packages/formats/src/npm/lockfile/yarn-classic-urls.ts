import { isNpmVersion } from "../versions.ts";
import { classicName } from "./read-yarn-lock.ts";
import { tarballIn } from "./registry-tarball.ts";
import type { FindWrittenUrls, WrittenUrl } from "./written-url.ts";

/** A block: the line of what was asked for, and the indented lines below it. */
const BLOCK = /^([^\s#][^\n]*):[^\S\n]*\n((?:[^\S\n]+[^\n]*(?:\n|$))+)/gm;
const VERSION = /^ +version "?([^"\s]+)"?/m;
const RESOLVED = /^( +resolved "?)([^"#\s]+)/m;

/**
 * Yarn 1: `resolved "<URL>#<SHA-1>"`. By itself it writes URLs of its own default registry there, and fetches from them.
 * Proven in test/npm/lockfile/normalise-lockfile.test.ts
 */
export const findYarnClassicUrls: FindWrittenUrls = (text) =>
  [...text.matchAll(BLOCK)].flatMap(({ index, 0: block, 1: asked = "", 2: body = "" }): readonly WrittenUrl[] => {
    const version = VERSION.exec(body)?.[1];
    const resolved = RESOLVED.exec(body);
    const name = classicName(asked.replaceAll('"', ""));
    if (name === undefined || version === undefined || resolved === null || !isNpmVersion(version)) return [];
    const [, lead = "", url = ""] = resolved;
    const start = index + block.length - body.length + resolved.index + lead.length;
    return [
      {
        name,
        version,
        url,
        offset: start,
        isAskedFor: /@https?:/i.test(asked),
        neutralEdit: ({ registry }) =>
          registry === undefined
            ? { obstacle: "Yarn's default registry is not known; name it with --registry" }
            : { start, end: start + url.length, text: tarballIn(registry, name, version) },
      },
    ];
  });
