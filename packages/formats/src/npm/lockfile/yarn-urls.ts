import { parseNpmLocator } from "./read-yarn-lock.ts";
import type { FindWrittenUrls } from "./written-url.ts";

const RESOLUTION = /^ +resolution: "?([^"\r\n]+)"?/gm;

/** The binding within a locator; escaped once for each patch that the locator stands in. What follows it is kept. */
const ARCHIVE_URL = /((?:::|%(?:25)*3A%(?:25)*3A))__archiveUrl=[^&#"\r\n]*(&)?|&__archiveUrl=[^&#"\r\n]*/;

/**
 * Yarn 2 and later: the binding `::__archiveUrl=…` of a resolution, which Yarn leaves out where the registry has the
 * archive at the usual place; also in the locator of a package that is patched.
 * Proven in test/npm/lockfile/normalise-lockfile.test.ts
 */
export const findYarnUrls: FindWrittenUrls = (text) =>
  [...text.matchAll(RESOLUTION)].flatMap(({ index, 0: line, 1: resolution = "" }) => {
    const { name, version, archiveUrl: url } = parseNpmLocator(resolution) ?? {};
    const binding = ARCHIVE_URL.exec(line);
    if (name === undefined || version === undefined || url === undefined || binding === null) return [];
    const [whole, colons = "", more] = binding;
    const start = index + binding.index;
    const edit = { start, end: start + whole.length, text: more === undefined ? "" : colons };
    return [{ name, version, url, offset: start, isAskedFor: false, neutralEdit: () => edit }];
  });
