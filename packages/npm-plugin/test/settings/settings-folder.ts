import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type NpmSettings, loadNpmSettings } from "../../src/settings/load-npm-settings.ts";

/** A project and a home of its own, and npm's settings as they are there. */
export interface SettingsFolder {
  readonly folder: string;
  write(name: string, text: string): Promise<void>;
  load(args?: readonly string[], command?: string, cwd?: string): Promise<NpmSettings>;
  close(): Promise<void>;
}

export async function createSettingsFolder(
  manifest: object = { name: "app", version: "1.0.0" },
): Promise<SettingsFolder> {
  const root = await mkdtemp(join(tmpdir(), "headwater-settings-"));
  const folder = join(root, "project");
  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  };
  await write("package.json", JSON.stringify(manifest));
  const env = {
    HOME: root,
    PATH: "",
    npm_config_userconfig: join(root, ".npmrc"),
    npm_config_globalconfig: join(root, "npmrc"),
    npm_config_prefix: join(root, "global"),
  };
  return {
    folder,
    write,
    load: (args = [], command = "install", cwd = folder) => loadNpmSettings({ command, args, cwd, env }),
    close: () => rm(root, { recursive: true, force: true }),
  };
}
