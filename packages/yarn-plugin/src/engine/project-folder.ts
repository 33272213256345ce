import { basename } from "node:path";

/**
 * From where a project's `headwater.yml` is looked for: its own folder. `yarn dlx` installs in a temporary folder of its own, named
 * after the process; that belongs to the project in which it was called.
 */
export const projectFolder = (folder: string, { pid, cwd }: { readonly pid: number; readonly cwd: string }): string =>
  basename(folder) === `dlx-${pid}` ? cwd : folder;
