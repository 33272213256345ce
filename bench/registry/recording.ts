/** What a recorded registry is on disk: `packuments/<name>.json` and `tarballs/<name>/<file>`, bytes as they were received. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export type Recording = {
  readonly folder: string;
  readonly packuments: () => readonly string[];
  readonly packument: (name: string) => Buffer | undefined;
  readonly tarballs: () => readonly TarballName[];
  readonly tarball: (tarball: TarballName) => Buffer | undefined;
  readonly keepPackument: (name: string, bytes: Uint8Array) => void;
  readonly keepTarball: (tarball: TarballName, bytes: Uint8Array) => void;
  /** Whether everything that the project asks for is there. */
  readonly isComplete: () => boolean;
  readonly complete: () => void;
};

export type TarballName = { readonly name: string; readonly file: string };

export const openRecording = (folder: string): Recording => {
  const packuments = join(folder, "packuments");
  const tarballs = join(folder, "tarballs");
  const stamp = join(folder, "complete");
  const packumentFile = (name: string): string => join(packuments, `${name}.json`);
  const tarballFile = ({ name, file }: TarballName): string => join(tarballs, name, file);
  return {
    folder,
    packuments: () => filesBelow(packuments, ".json").map((file) => file.slice(0, -".json".length)),
    packument: (name) => read(packumentFile(name)),
    tarballs: () =>
      filesBelow(tarballs, ".tgz").map((file) => ({ name: dirname(file), file: file.split("/").at(-1) ?? "" })),
    tarball: (tarball) => read(tarballFile(tarball)),
    keepPackument: (name, bytes) => write(packumentFile(name), bytes),
    keepTarball: (tarball, bytes) => write(tarballFile(tarball), bytes),
    isComplete: () => existsSync(stamp),
    complete: () => write(stamp, new Uint8Array()),
  };
};

const filesBelow = (folder: string, ending: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(ending))
        .map((file) => file.replaceAll("\\", "/"))
        .toSorted()
    : [];

const read = (file: string): Buffer | undefined => (existsSync(file) ? readFileSync(file) : undefined);

/** Whole or not at all, so that an interrupted recording can go on. */
const write = (file: string, bytes: Uint8Array): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
};
