import type { WorkspacePackage } from "../workspace/packages.ts";

/**
 * What a program and our packages that it depends on load by `#name`, since it is no import that a bundler sees: the source file
 * of each, relative to the workspace, by name without `#`. In the published program each is a file of its own.
 */
export const programEntries = (packages: readonly WorkspacePackage[], folder: string): ReadonlyMap<string, string> => {
  const program = packages.find((one) => one.folder === folder);
  const dependencies = Object.keys(program?.manifest.dependencies ?? {});
  const bundled = packages.filter((one) => one === program || dependencies.includes(one.manifest.name));
  return new Map(
    bundled.flatMap(({ path, manifest }) =>
      Object.entries(manifest.imports ?? {}).map(
        ([name, file]) => [name.slice(1), `${path}/${file.slice(2)}`] as const,
      ),
    ),
  );
};
