import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { showNpmLog } from "../../src/print/npm-log.ts";
import { type NpmSettings, loadNpmSettings } from "../../src/settings/load-npm-settings.ts";

type Variables = Readonly<Record<string, string>>;

/** A project and a home of its own, and npm's settings as they are there. */
export interface SettingsFolder {
  readonly folder: string;
  /** The user's home, with an npmrc and a global one in it. */
  readonly home: string;
  write(name: string, text: string): Promise<void>;
  /** `variables` are added to the environment. */
  load(args?: readonly string[], command?: string, cwd?: string, variables?: Variables): Promise<NpmSettings>;
  /** What has been warned of since it was last asked; `""` when nothing was. */
  warnings(): string;
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
  const stderr = new PassThrough();
  const hideLog = showNpmLog({ level: "warn", stdout: new PassThrough(), stderr });
  return {
    folder,
    home: root,
    warnings: () => String(stderr.read() ?? ""),
    write,
    load: (args = [], command = "install", cwd = folder, variables = {}) =>
      loadNpmSettings({ command, args, cwd, env: { ...env, ...variables } }),
    close: () => {
      hideLog();
      return rm(root, { recursive: true, force: true });
    },
  };
}
