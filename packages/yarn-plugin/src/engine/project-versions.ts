import { type LockfileEntry, parseNpmLocator } from "@headwater/formats";
import {
  type Descriptor,
  type Hooks,
  type Locator,
  type Package,
  type Project,
  ThrowReport,
  structUtils,
} from "@yarnpkg/core";

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
 * What of the lockfile an install is going to keep: all that can be reached from the manifests as they are now, `resolutions`
 * among them. What a command is about to choose anew (`up`, `add`) is not reached any more: that is how one gets away from a
 * refused version.
 */
export async function lockedPackages(project: Project): Promise<readonly Package[]> {
  const descriptors = createDescriptors(project);
  const reached = new Map<string, Package>();
  const queue: Descriptor[] = [];
  for (const { anchoredLocator, manifest } of project.workspaces) {
    const own = [...manifest.dependencies.values(), ...manifest.devDependencies.values()];
    queue.push(...(await descriptors.of(anchoredLocator, own)));
  }
  for (const descriptor of queue) {
    queue.push(...descriptors.beneath(descriptor));
    const locatorHash = project.storedResolutions.get(descriptor.descriptorHash);
    const found = locatorHash === undefined ? undefined : project.originalPackages.get(locatorHash);
    if (found === undefined || reached.has(found.locatorHash)) continue;
    reached.set(found.locatorHash, found);
    queue.push(...(await descriptors.of(found, [...found.dependencies.values()])));
  }
  return [...reached.values()];
}

/** Descriptors as Yarn looks them up in the lockfile. */
interface Descriptors {
  /** What a package's dependencies become by `resolutions` and by what else changes them. */
  of(dependent: Locator, dependencies: readonly Descriptor[]): Promise<readonly Descriptor[]>;
  /** What a descriptor is made from: a patch, for one, from the package that it patches. */
  beneath(descriptor: Descriptor): readonly Descriptor[];
}

function createDescriptors(project: Project): Descriptors {
  const { configuration } = project;
  const resolver = configuration.makeResolver();
  const resolveOptions = { project, resolver, report: new ThrowReport() };
  return {
    async of(dependent, dependencies) {
      const found: Descriptor[] = [];
      for (const each of dependencies) {
        const initial = configuration.normalizeDependency(each);
        const dependency = await configuration.reduceHook(
          ({ reduceDependency }: Hooks) => reduceDependency,
          initial,
          project,
          dependent,
          initial,
          { resolver, resolveOptions },
        );
        if (resolver.supportsDescriptor(dependency, resolveOptions))
          found.push(resolver.bindDescriptor(dependency, dependent, resolveOptions));
      }
      return found;
    },
    beneath: (descriptor) => Object.values(resolver.getResolutionDependencies(descriptor, resolveOptions)),
  };
}
