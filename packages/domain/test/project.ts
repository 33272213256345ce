import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import type { OpenDomain, OpenDomainOptions } from "../src/open-domain.ts";
import { openDomain } from "../src/open-domain.ts";

/** A folder of a project and a home of its own, both gone after the test. */
export interface Project {
  readonly folder: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** Writes a file below the folder; gives its path. */
  write(name: string, text: string): Promise<string>;
  /** Opens the domain as a program in the folder would; closed after the test. */
  open(options?: OpenDomainOptions): Promise<OpenDomain>;
}

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

export async function makeProject(files: Readonly<Record<string, string>> = {}): Promise<Project> {
  const root = await mkdtemp(join(tmpdir(), "headwater-"));
  cleanups.push(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, "project");
  const home = join(root, "home");
  await mkdir(folder);
  await mkdir(home);
  const env = { HOME: home };
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return path;
  };
  for (const [name, text] of Object.entries(files)) await write(name, text);
  return {
    folder,
    home,
    env,
    write,
    async open(options = {}) {
      const domain = await openDomain({ cwd: folder, env, ...options });
      cleanups.push(() => domain.close());
      return domain;
    },
  };
}
