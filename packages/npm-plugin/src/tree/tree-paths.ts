import type { ListedPackage } from "./listed-package.ts";

/** The folder of every package that is named, each once; long: with what it is and what is wrong with it. Proven in test/npm-plugin/read-commands.test.ts */
export function treePaths(all: readonly ListedPackage[], isLong: boolean): readonly string[] {
  return all
    .filter(({ node, isNamed }) => node !== undefined && isNamed)
    .map((each) => {
      const { path = "", pkgid, realpath = "", isExtraneous, invalid, node } = each;
      if (!isLong) return path;
      return [
        path,
        pkgid,
        ...(path === realpath ? [] : [realpath]),
        ...(isExtraneous ? ["EXTRANEOUS"] : []),
        ...(invalid === undefined ? [] : ["INVALID"]),
        ...(node?.overridden === true ? ["OVERRIDDEN"] : []),
      ].join(":");
    });
}
