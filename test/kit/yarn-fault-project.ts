/** A project of Yarn with the built plugin in it, as `yarn plugin import` leaves it, and a domain of its own. */
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createFaultProject, type FaultProject, type RunningCommand, startCommand } from "../faults/fault-project.ts";
import { clientEnvironment } from "./run-client.ts";
import { runCommand, type CommandResult } from "./run-command.ts";
import { clientCommand, type OlderYarn } from "./test-client.ts";

/** The built file; `npm test` makes it anew. */
export const yarnPluginBundle = fileURLToPath(
  new URL("../../packages/yarn-plugin/bundles/@yarnpkg/plugin-headwater.js", import.meta.url),
);

export const yarnPluginName = "@yarnpkg/plugin-headwater";

/**
 * What a Yarn has reported besides its own progress: code and text of each line, without its times. A line that is no
 * report of Yarn's, as those of a stack, is there as it is.
 */
export const reportOf = (printed: string): readonly string[] =>
  printed.split("\n").flatMap((line) => {
    const [, code = "", text = ""] = /^➤ (YN\d{4}): (?:[│·] )?(.*)$/.exec(line) ?? [];
    if (code === "") return line === "" ? [] : [line];
    return PROGRESS.test(text) || ADDED.includes(code) ? [] : [`${code}: ${text.replace(/ in \d+s \d+ms$/, "")}`];
  });

const PROGRESS = /^(?:[┌└] |Yarn \d|Failed with errors|Done)/;
/** YN0013 packages that the cache did not have, YN0085 what was added to the lockfile. */
const ADDED = ["YN0013", "YN0085"];

export interface YarnRunOptions {
  /** Default: yarn-4. */
  readonly client?: "yarn-4" | OlderYarn;
  /** Default: the Node that runs this. */
  readonly nodePath?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface YarnFaultProject extends FaultProject {
  readonly yarn: (args: readonly string[], options?: YarnRunOptions) => Promise<CommandResult>;
  readonly startYarn: (args: readonly string[], options?: YarnRunOptions) => RunningCommand;
  /** The environment and the command that `yarn` runs with. */
  readonly yarnCommand: (options?: YarnRunOptions) => {
    readonly command: string;
    readonly args: readonly string[];
    readonly env: Record<string, string>;
  };
  readonly writeManifest: (dependencies: Readonly<Record<string, string>>) => Promise<void>;
}

export interface YarnFaultProjectOptions {
  /** The public registry behind `public:npmjs`. */
  readonly registry?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** Lines added to headwater.yml. */
  readonly configuration?: string;
  /** Lines added to `.yarnrc.yml`. */
  readonly yarnrc?: string;
  /** Default: true. */
  readonly plugin?: boolean;
}

/** Nobody answers there, so a request that the plugin lets pass fails. */
const UNREACHABLE = "https://npm.example.com";

const pluginPath = join(".yarn", "plugins", "@yarnpkg", "plugin-headwater.cjs");

export async function createYarnFaultProject(options: YarnFaultProjectOptions = {}): Promise<YarnFaultProject> {
  const { registry, dependencies = {}, configuration, yarnrc = "", plugin = true } = options;
  const manifest = (wanted: Readonly<Record<string, string>>): string =>
    `${JSON.stringify({ name: "app", version: "1.0.0", private: true, dependencies: wanted, scripts: { hello: "echo hello" } })}\n`;
  const project = await createFaultProject({
    ...(registry === undefined ? {} : { registry }),
    ...(configuration === undefined ? {} : { configuration }),
    files: {
      "package.json": manifest(dependencies),
      "yarn.lock": "",
      ".yarnrc.yml": `nodeLinker: node-modules\nnpmRegistryServer: "${UNREACHABLE}"\n${
        plugin ? `plugins:\n  - path: ${pluginPath}\n    spec: "${yarnPluginName}"\n` : ""
      }${yarnrc}`,
    },
  });
  const installPlugin = async (): Promise<void> => {
    await mkdir(dirname(join(project.folder, pluginPath)), { recursive: true });
    await cp(yarnPluginBundle, join(project.folder, pluginPath));
  };
  if (plugin) await installPlugin();
  const started: RunningCommand[] = [];

  const yarnCommand: YarnFaultProject["yarnCommand"] = ({ client = "yarn-4", nodePath, env = {} } = {}) => {
    const { HEADWATER_CONFIG: _config, ...own } = project.environment();
    const environment = clientEnvironment({
      client,
      home: project.home,
      ...(nodePath === undefined ? {} : { nodePath }),
    });
    return {
      ...clientCommand(client, nodePath),
      env: { ...own, ...environment, TMPDIR: project.temporary, YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1", ...env },
    };
  };
  return {
    ...project,
    yarnCommand,
    yarn: (args, run = {}) => {
      const { command, args: entry, env } = yarnCommand(run);
      return runCommand({ command, args: [...entry, ...args], cwd: run.cwd ?? project.folder, env, timeout: 60_000 });
    },
    startYarn: (args, run = {}) => {
      const { command, args: entry, env } = yarnCommand(run);
      const running = startCommand(command, [...entry, ...args], run.cwd ?? project.folder, env);
      started.push(running);
      return running;
    },
    writeManifest: (wanted) => writeFile(join(project.folder, "package.json"), manifest(wanted)),
    async harm() {
      // A Yarn that fails or is killed leaves its temporary folders.
      return (await project.harm()).filter((each) => !each.startsWith(join(project.temporary, "xfs-")));
    },
    async forget() {
      await project.forget();
      if (plugin) await installPlugin();
    },
    async close() {
      for (const running of started) running.signal("SIGKILL");
      await rm(join(project.folder, ".yarn"), { recursive: true, force: true });
      await project.close();
    },
  };
}
