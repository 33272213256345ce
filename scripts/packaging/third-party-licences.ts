import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readManifest } from "../workspace/packages.ts";

/**
 * The folder of the installed package that a bundled file comes from, as `node_modules/@keyv/sqlite`; ours have none.
 * What a plugin has put in its place has a namespace before it, as `npm-registry-alone:node_modules/…`.
 */
const installedFolder = (input: string): string | undefined =>
  /^(?:[\w-]+:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)(?=\/)/.exec(input)?.[1];

const licenceText = (folder: string): string => {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file === undefined ? "" : readFileSync(join(folder, file), "utf8").trim();
};

/** Name, version, licence and licence text of every installed package among a bundle's inputs. Paths are relative to `root`. */
export const thirdPartyLicences = (root: string, inputs: readonly string[]): string => {
  const folders = new Set(inputs.flatMap((input) => installedFolder(input) ?? []));
  return [...folders]
    .toSorted()
    .map((folder) => {
      const { name, version, license } = readManifest(join(root, folder, "package.json"));
      return `${name} ${version} (${String(license)})\n\n${licenceText(join(root, folder))}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
};
