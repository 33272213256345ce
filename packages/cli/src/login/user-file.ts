import { randomBytes } from "node:crypto";
import { chmod, chown, lstat, mkdir, readlink, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { onFile } from "../files/on-file.ts";
import { readTextFile } from "../files/read-text-file.ts";

/** A settings file of the user's, which may hold secrets. */
export interface UserFile {
  /** Where it really lies: a link to it stays one. */
  readonly path: string;
  /** `undefined` when there is none. */
  readonly text: string | undefined;
  /** Permissions; those of a new file let nobody else read it. */
  readonly mode: number;
  /** Whom it belongs to; absent when there is none. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

const ADVICE = {
  hint: "Make it a file that you may write; --dry-run shows what it should say.",
  addition: "It is as it was.",
};
const NEW_FILE_MODE = 0o600;
/** How many links in a row are followed. */
const MOST_LINKS = 40;

/** @throws CONFIGURATION_INVALID when it cannot be read */
export const readUserFile = (path: string): Promise<UserFile> =>
  onFile(path, ADVICE, async () => {
    const real = await followLinks(path);
    const text = await readTextFile(real);
    if (text === undefined) return { path: real, text, mode: NEW_FILE_MODE };
    const { mode, uid, gid } = await stat(real);
    return { path: real, text, mode: mode & 0o7777, owner: { uid, gid } };
  });

/** The file with another text, whole or not at all, permissions and owner as they were; `undefined` removes it. @throws CONFIGURATION_INVALID when it cannot be written */
export const writeUserFile = ({ path, mode, owner, text: before }: UserFile, text: string | undefined): Promise<void> =>
  onFile(path, ADVICE, async () => {
    // Renaming would not ask.
    if (before !== undefined && (mode & 0o222) === 0) throw Object.assign(new Error("read-only"), { code: "EACCES" });
    if (text === undefined) return await rm(path, { force: true });
    if (before === undefined) await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.${randomBytes(6).toString("hex")}.part`;
    try {
      await writeFile(temporary, text, { flag: "wx", mode: NEW_FILE_MODE });
      // Nobody but root can give a file away, and whoever does loses part of its mode.
      if (owner !== undefined && process.getuid?.() === 0) await chown(temporary, owner.uid, owner.gid);
      // The umask takes its part of what a new file asks for.
      await chmod(temporary, mode);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });

/** The file that a path means, also one that is not there yet. */
async function followLinks(path: string, left = MOST_LINKS): Promise<string> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSymbolicLink() !== true) return path;
  if (left === 0) throw Object.assign(new Error("too many links"), { code: "ELOOP" });
  return await followLinks(resolve(dirname(path), await readlink(path)), left - 1);
}
