/** A project of Yarn 4 with the plugin in it, imported as a user imports it, over a domain of its own. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type OpenDomain, openDomain } from "@headwater/domain";
import { declaredRepositories, headwaterYml, heldVersions } from "./headwater-project.ts";
import { clientEnvironment } from "./run-client.ts";
import { runCommand, type CommandResult } from "./run-command.ts";
import { clientCommand } from "./test-client.ts";

/** The bundle as `npm run build:yarn-plugin` leaves it. */
export const pluginBundle = fileURLToPath(
  new URL("../../packages/yarn-plugin/bundles/@yarnpkg/plugin-headwater.js", import.meta.url),
);

/** A user's own settings: Yarn may open no connection but to loopback, so a request that should not leave fails. */
const loopbackOnly = `unsafeHttpWhitelist: ["127.0.0.1", localhost]
networkSettings:
  "127.0.0.1": { enableNetwork: true }
  localhost: { enableNetwork: true }
  "*": { enableNetwork: false }
`;

export interface YarnProjectOptions {
  /** The public registry behind `public:npmjs`. Default: none is configured. */
  readonly registry?: string;
  /** Lines added to a headwater.yml with the chain team -> shared -> npm-store; `null`: there is no such file. */
  readonly configuration?: string | null;
  /** Files of the project by path, `package.json` and `.yarnrc.yml` among them. Default: a package.json without dependencies. */
  readonly files?: Readonly<Record<string, string>>;
  /** Default true. */
  readonly withPlugin?: boolean;
  /** Whose home and Yarn caches to use. Default: fresh ones. */
  readonly beside?: YarnProject;
  /** May Yarn connect to more than loopback? Default false. */
  readonly withNetwork?: boolean;
}

export interface YarnRunOptions {
  /** Default: the project's folder. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** A command and its arguments that Yarn's whole command line is put behind. */
  readonly within?: readonly string[];
}

export interface YarnProject {
  /** Everything lies in here, home and caches too if they are the project's own; `close` removes it. */
  readonly root: string;
  readonly folder: string;
  readonly home: string;
  /** The whole environment that Yarn is run with. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs `yarn …` to its end, whatever comes of it. */
  readonly yarn: (args: readonly string[], options?: YarnRunOptions) => Promise<CommandResult>;
  /** The same; throws with all that was printed unless it succeeds. Gives what it printed. */
  readonly yarnSucceeds: (args: readonly string[], options?: YarnRunOptions) => Promise<string>;
  /** `yarn plugin import`; done already unless `withPlugin` is false. */
  readonly importPlugin: () => Promise<void>;
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  /** Lines of headwater.yml below domain, owner, connection and chain, in place of those added before. */
  readonly configure: (lines: string) => Promise<void>;
  /** The domain in this process; the caller closes it. */
  readonly open: () => Promise<OpenDomain>;
  /** `name@version` of everything that a repository references, sorted. */
  readonly held: (repository: string) => Promise<readonly string[]>;
  /** Removes what Yarn keeps for all projects: archives and metadata. */
  readonly forgetCaches: () => Promise<void>;
  /** Removes what an install left in the project, the lockfile apart. */
  readonly forgetInstalled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function createYarnProject(options: YarnProjectOptions = {}): Promise<YarnProject> {
  const { registry, configuration = "", files = {}, withPlugin = true, beside } = options;
  const root = await mkdtemp(join(tmpdir(), "headwater-yarn-"));
  const folder = join(root, "project");
  const home = beside?.home ?? join(root, "home");
  const globalFolder = join(home, ".yarn", "berry");
  await mkdir(folder);
  await mkdir(home, { recursive: true });
  if (options.withNetwork !== true) await writeFile(join(home, ".yarnrc.yml"), loopbackOnly);

  const environment = clientEnvironment({
    client: "yarn-4",
    home,
    // Compiled code is no state of a project's, and compiling Yarn takes longer than most of what it does here.
    env: { YARN_GLOBAL_FOLDER: globalFolder, NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") },
  });
  const { command, args: entry } = clientCommand("yarn-4");
  const yarn: YarnProject["yarn"] = (args, { cwd = folder, env = {}, input, within = [] } = {}) => {
    const [first = command, ...rest] = [...within, command, ...entry, ...args];
    return runCommand({ command: first, args: rest, cwd, env: { ...environment, ...env }, timeout: 240_000, input });
  };
  const yarnSucceeds: YarnProject["yarnSucceeds"] = async (args, run) => {
    const { code, stdout, stderr } = await yarn(args, run);
    if (code !== 0) throw new Error(`yarn ${args.join(" ")} exited ${code}\n${stdout}\n${stderr}`);
    return stdout;
  };
  const write: YarnProject["write"] = async (texts) => {
    for (const [path, text] of Object.entries(texts)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  };
  const configure = (lines: string): Promise<void> =>
    write({ "headwater.yml": headwaterYml(registry, `${declaredRepositories}${lines}`) });
  const open = (): Promise<OpenDomain> => openDomain({ cwd: folder, env: environment });

  await write({ "package.json": manifest(), ...files });
  if (configuration !== null) await configure(configuration);
  const importPlugin = async (): Promise<void> => void (await yarnSucceeds(["plugin", "import", pluginBundle]));
  if (withPlugin) await importPlugin();

  return {
    root,
    folder,
    home,
    environment,
    yarn,
    yarnSucceeds,
    importPlugin,
    write,
    configure,
    open,
    async held(repository) {
      const domain = await open();
      try {
        return await heldVersions(domain.resolver, repository);
      } finally {
        await domain.close();
      }
    },
    forgetCaches: () => rm(globalFolder, { recursive: true, force: true }),
    async forgetInstalled() {
      const left = ["node_modules", ".pnp.cjs", ".pnp.loader.mjs", ".yarn/install-state.gz", ".yarn/unplugged"];
      for (const path of left) await rm(join(folder, path), { recursive: true, force: true });
    },
    close: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The text of a project's package.json. */
export const manifest = (fields: Readonly<Record<string, unknown>> = {}): string =>
  `${JSON.stringify({ name: "app", version: "1.0.0", private: true, ...fields }, null, 2)}\n`;

/** `name@version` of everything that a project's yarn.lock has from a registry, sorted. */
export async function lockedVersions(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, "yarn.lock"), "utf8");
  return [...text.matchAll(/^ {2}resolution: "(@?[^@"]+)@npm:([^:"]+)"$/gm)]
    .map(([, name, version]) => `${name}@${version}`)
    .toSorted();
}
