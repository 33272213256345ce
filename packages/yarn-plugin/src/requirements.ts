/** What the plugin needs of its host, and what is missing here. Nothing newer than ES2019 may be needed to say so. */

/** Why the plugin cannot work here, in one line, or `undefined`. */
export function unmetRequirement(versions: {
  readonly node: string;
  readonly yarn: string | null;
}): string | undefined {
  if (versions.yarn !== null && isTooOldYarn(versions.yarn)) {
    return `Headwater needs Yarn 4, and this is Yarn ${versions.yarn}. Update it with "yarn set version stable", or remove the plugin with "yarn plugin remove @yarnpkg/plugin-headwater".`;
  }
  if (!isSupportedNode(versions.node)) {
    return `Headwater needs Node ^22.22.2, ^24.15.0 or >=26, and this is Node ${versions.node}. Update Node, or set HEADWATER_ENABLED=0 to install without Headwater.`;
  }
  return undefined;
}

function isSupportedNode(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  const isSince = (wantedMinor: number, wantedPatch: number): boolean =>
    minor > wantedMinor || (minor === wantedMinor && patch >= wantedPatch);
  return (major === 22 && isSince(22, 2)) || (major === 24 && isSince(15, 0)) || major >= 26;
}

/** Yarn 1 loads no plugins, and builds of Yarn's own tests call themselves 0.0.0. */
const isTooOldYarn = (version: string): boolean => ["2", "3"].includes(version.split(".")[0] ?? "");
