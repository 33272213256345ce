import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tarballFile, type ServedPackument } from "./served-packument.ts";
import type { BuiltPackage } from "./tarball-builder.ts";

export type AddOptions = {
  /** The dist-tag that moves to the version. Default `latest`. */
  readonly tag?: string | undefined;
  /** When it counts as published. Default long ago: pnpm 12 and Yarn 4 hold back versions younger than a day. */
  readonly time?: string | undefined;
};

/** The recorded packages and what a test adds to or changes in them; the files are never written. */
export type RecordedPackages = {
  readonly names: () => readonly string[];
  readonly packument: (name: string) => ServedPackument | undefined;
  /** Bytes of a tarball by its file name, as `is-odd-3.0.1.tgz`. */
  readonly tarball: (name: string, file: string) => Buffer | undefined;
  readonly add: (built: BuiltPackage, options?: AddOptions) => void;
  /** Replaces a packument by what `change` makes of it; `undefined` removes the package. */
  readonly edit: (name: string, change: (packument: ServedPackument) => ServedPackument | undefined) => void;
};

const fixtures = fileURLToPath(new URL("../fixtures/registry/", import.meta.url));

const recordedNames = (): string[] =>
  readdirSync(join(fixtures, "packuments"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length).replaceAll("\\", "/"));

export const createRecordedPackages = (built: readonly BuiltPackage[] = []): RecordedPackages => {
  const recorded = new Set(recordedNames());
  /** What was read or changed; `undefined` for a removed package. */
  const packuments = new Map<string, ServedPackument | undefined>();
  const tarballs = new Map<string, Buffer>();

  const packument = (name: string): ServedPackument | undefined => {
    if (!packuments.has(name) && recorded.has(name)) {
      const text = readFileSync(join(fixtures, "packuments", `${name}.json`), "utf8");
      packuments.set(name, JSON.parse(text) as ServedPackument);
    }
    return packuments.get(name);
  };

  const add = (one: BuiltPackage, { tag = "latest", time = "2020-01-01T00:00:00.000Z" }: AddOptions = {}): void => {
    const { name, version } = one;
    const known = packument(name);
    tarballs.set(`${name}/${tarballFile(name, version)}`, one.tarball);
    packuments.set(name, {
      _id: name,
      ...known,
      name,
      "dist-tags": { ...known?.["dist-tags"], [tag]: version },
      versions: { ...known?.versions, [version]: one.manifest },
      time: { created: time, ...known?.time, modified: time, [version]: time },
    });
  };

  for (const one of built) add(one);
  return {
    names: () =>
      [...new Set([...recorded, ...packuments.keys()])].filter((name) => packument(name) !== undefined).toSorted(),
    packument,
    tarball: (name, file) => {
      const added = tarballs.get(`${name}/${file}`);
      if (added !== undefined) return added;
      const path = join(fixtures, "tarballs", name, basename(file));
      return packument(name) !== undefined && recorded.has(name) && existsSync(path) ? readFileSync(path) : undefined;
    },
    add,
    edit: (name, change) => {
      const known = packument(name);
      if (known === undefined) throw new Error(`no recorded or built package ${name}`);
      packuments.set(name, change(known));
    },
  };
};
