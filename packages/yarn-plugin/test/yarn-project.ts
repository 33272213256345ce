/** A project of Yarn in a folder of its own, as Yarn's own core reads it. Everything is gone after the test. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text as textOf } from "node:stream/consumers";
import {
  Configuration,
  type Descriptor,
  type Hooks,
  type Locator,
  type Plugin,
  Project,
  type Report,
  type Resolver,
  SettingsType,
  StreamReport,
  ThrowReport,
} from "@yarnpkg/core";
import { afterEach, vi } from "vitest";
import { type ProjectDomain, type ProjectDomains, createProjectDomains } from "../src/engine/project-domains.ts";

/** What the tests take for Yarn's built-in default registry. */
export const DEFAULT_REGISTRY = "https://default.example.com";

type Settings = NonNullable<Plugin["configuration"]>;

const registry = {
  npmAuthToken: { description: "", type: SettingsType.SECRET, default: null },
  npmAuthIdent: { description: "", type: SettingsType.SECRET, default: null },
} satisfies Record<string, unknown>;

/** The settings that Yarn's npm plugin declares, as far as we read them. */
const npmSettings = {
  npmRegistryServer: { description: "", type: SettingsType.STRING, default: DEFAULT_REGISTRY },
  ...registry,
  npmScopes: {
    description: "",
    type: SettingsType.MAP,
    valueDefinition: {
      description: "",
      type: SettingsType.SHAPE,
      properties: { npmRegistryServer: { description: "", type: SettingsType.STRING, default: null }, ...registry },
    },
  },
  npmRegistries: {
    description: "",
    type: SettingsType.MAP,
    valueDefinition: { description: "", type: SettingsType.SHAPE, properties: registry },
  },
} as unknown as Settings;

/** Of Yarn's resolver for registries, what a lockfile that holds everything needs. */
class LockedNpmResolver implements Resolver {
  supportsDescriptor = ({ range }: Descriptor): boolean => range.startsWith("npm:");
  supportsLocator = ({ reference }: Locator): boolean => reference.startsWith("npm:");
  shouldPersistResolution = (): boolean => true;
  bindDescriptor = (descriptor: Descriptor): Descriptor => descriptor;
  getResolutionDependencies = (): Record<string, Descriptor> => ({});
  getCandidates = (): never => notLocked();
  getSatisfying = (): never => notLocked();
  resolve = (): never => notLocked();
}

function notLocked(): never {
  throw new Error("The lockfile does not hold this.");
}

/** `name@version`, as descriptor and as resolution, or a descriptor with the lines of its own. */
export type LockedPackage = string | readonly [descriptor: string, ...lines: readonly string[]];

export interface YarnProjectOptions {
  /** `.yarnrc.yml` */
  readonly yarnrc?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** What the lockfile holds beside the project itself. */
  readonly locked?: readonly LockedPackage[];
  /** `headwater.yml`; without it the domain of the user's own folder. */
  readonly headwater?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Further hooks of the Yarn that reads the project. */
  readonly hooks?: Hooks;
}

export interface YarnProject {
  readonly folder: string;
  readonly configuration: Configuration;
  /** The project with its lockfile read and its dependencies resolved from that, as an install has them before it fetches. */
  readonly project: () => Promise<Project>;
  /** Opens the project's domain; closed after the test. */
  readonly domains: ProjectDomains;
  readonly opened: () => Promise<ProjectDomain>;
  readonly ownRequests: WeakSet<object>;
}

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
  vi.unstubAllEnvs();
});

export async function makeYarnProject(options: YarnProjectOptions = {}): Promise<YarnProject> {
  const root = await mkdtemp(join(tmpdir(), "headwater-"));
  cleanups.push(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, "project");
  const home = join(root, "home");
  for (const each of [folder, home]) await mkdir(each);
  // Yarn's configuration has the whole environment, and the domain has it from there.
  for (const name of ["HOME", "USERPROFILE"]) vi.stubEnv(name, home);
  for (const name of ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HEADWATER_CONFIG"]) vi.stubEnv(name, "");
  for (const [name, value] of Object.entries(options.env ?? {})) vi.stubEnv(name, value);
  const { dependencies = {}, locked = [] } = options;
  const manifest = { name: "app", private: true, dependencies };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "yarn.lock"), lockfileOf(dependencies, locked));
  await writeFile(join(folder, ".yarnrc.yml"), options.yarnrc ?? "");
  if (options.headwater !== undefined) await writeFile(join(folder, "headwater.yml"), options.headwater);

  const plugin: Plugin<Hooks> = {
    configuration: npmSettings,
    resolvers: [LockedNpmResolver],
    ...(options.hooks === undefined ? {} : { hooks: options.hooks }),
  };
  const cwd = folder as Configuration["startingCwd"];
  const configuration = await Configuration.find(cwd, {
    modules: new Map([["npm-settings", { default: plugin }]]),
    plugins: new Set(["npm-settings"]),
  });
  const ownRequests = new WeakSet<object>();
  const opening = createProjectDomains({ ownRequests }, async () => undefined);
  const domains: ProjectDomains = (of) => {
    const opened = opening(of);
    cleanups.push(async () => (await opened.catch(() => undefined))?.domain.close());
    return opened;
  };
  return {
    folder,
    configuration,
    ownRequests,
    domains,
    async opened() {
      const opened = await domains(configuration);
      if (opened === undefined) throw new Error("Headwater is switched off");
      return opened;
    },
    async project() {
      const { project } = await Project.find(configuration, cwd);
      await project.resolveEverything({ report: new ThrowReport(), lockfileOnly: true });
      return project;
    },
  };
}

/** A lockfile of Yarn 4. */
function lockfileOf(dependencies: Readonly<Record<string, string>>, locked: readonly LockedPackage[]): string {
  const entry = (key: string, lines: readonly string[]): string =>
    [`"${key}":`, ...lines.map((line) => `  ${line}`), ""].join("\n");
  const ofProject = Object.entries(dependencies).map(([name, range]) => `  "${name}": "npm:${range}"`);
  return [
    entry("__metadata", ["version: 10", "cacheKey: 10c0"]),
    entry("app@workspace:.", [
      "version: 0.0.0-use.local",
      'resolution: "app@workspace:."',
      ...(ofProject.length === 0 ? [] : ["dependencies:", ...ofProject]),
      "languageName: unknown",
      "linkType: soft",
    ]),
    ...locked.map((each) => {
      const [key, ...lines] = typeof each === "string" ? [each] : each;
      const [, name = "", version = ""] = /^(.+)@([^@]+)$/.exec(key) ?? [];
      const resolution = lines.some((line) => line.startsWith("resolution: "))
        ? []
        : [`resolution: "${name}@npm:${version}"`];
      const kind = ["languageName: node", "linkType: hard"];
      return entry(`${name}@npm:${version}`, [`version: ${version}`, ...resolution, ...lines, ...kind]);
    }),
  ].join("\n");
}

/** What a person reads of a report, without Yarn's times. */
export async function reported(
  configuration: Configuration,
  work: (report: Report) => unknown,
): Promise<{ readonly exitCode: number; readonly lines: readonly string[] }> {
  const stdout = new PassThrough();
  const printed = textOf(stdout);
  const report = await StreamReport.start({ configuration, stdout, includeFooter: false }, async (each) => {
    await work(each);
  });
  stdout.end();
  const lines = (await printed).split("\n").filter((line) => line !== "");
  return { exitCode: report.exitCode(), lines: lines.map((line) => line.replace(/^➤ (YN\d{4}): (?:· )?/, "$1: ")) };
}
