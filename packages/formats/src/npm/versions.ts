/** semver's own limit on a version's length. */
const MAX_VERSION_LENGTH = 256;

/**
 * Three numbers, then anything that semver's loose grammar allows: old packuments hold versions such as `1.0.0beta`, which
 * clients still ask for by exactly that text.
 */
const NPM_VERSION = /^[0-9]+\.[0-9]+\.[0-9]+(?:-?[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** Is the text one version of an npm package, written as a packument writes it? */
export const isNpmVersion = (text: string): boolean => text.length <= MAX_VERSION_LENGTH && NPM_VERSION.test(text);
