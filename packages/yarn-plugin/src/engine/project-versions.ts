import { type LockfileEntry, parseNpmLocator } from "@headwater/formats";
import { type Descriptor, type Locator, type Package, type Project, structUtils } from "@yarnpkg/core";

/** What a project has from a registry, as entries of a lockfile have it. Its own registry's packages carry no URL. Proven in test/yarn/retention.test.ts */
export const registryEntries = (locators: Iterable<Locator>): readonly LockfileEntry[] =>
  [...locators].flatMap((locator) => {
    const key = structUtils.stringifyLocator(locator);
    const npm = key.includes("@patch:") ? undefined : parseNpmLocator(key);
    if (npm === undefined) return [];
    const { name, version, archiveUrl } = npm;
    return [{ key, name, version, ...(archiveUrl === undefined ? {} : { resolved: archiveUrl }) }];
  });

/** Everything that was resolved; `installed`: without what is for other platforms. */
export const resolvedPackages = (project: Project, which: "all" | "installed"): readonly Package[] =>
  [...project.storedPackages.values()].filter(
    ({ locatorHash }) => which === "all" || !project.disabledLocators.has(locatorHash),
  );

/**
 * What of the lockfile an install is going to keep: all that can be reached from the manifests as they are now. What a
 * command is about to choose anew (`up`, `add`) is not reached any more: that is how one gets away from a refused version.
 */
export function lockedPackages(project: Project): readonly Package[] {
  const reached = new Map<string, Package>();
  const queue: Descriptor[] = project.workspaces.flatMap(({ manifest }) => [
    ...manifest.dependencies.values(),
    ...manifest.devDependencies.values(),
  ]);
  for (const descriptor of queue) {
    const wanted = project.configuration.normalizeDependency(descriptor);
    const locatorHash = project.storedResolutions.get(wanted.descriptorHash);
    const found = locatorHash === undefined ? undefined : project.originalPackages.get(locatorHash);
    if (found === undefined || reached.has(found.locatorHash)) continue;
    reached.set(found.locatorHash, found);
    queue.push(...found.dependencies.values());
  }
  return [...reached.values()];
}
