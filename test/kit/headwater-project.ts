/** A project of a test: a fresh folder with a home of its own, a domain (team -> shared -> npm-store) and the real command line. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type OpenDomain, openDomain } from "@headwater/domain";
import { type Resolver, displayName, packageOf } from "@headwater/resolver";
import { clientEnvironment } from "./run-client.ts";
import { runCommand, type CommandResult } from "./run-command.ts";
import { clientBins, type OlderYarn, type TestClient } from "./test-client.ts";

const headwaterBin = fileURLToPath(new URL("../../packages/cli/bin/headwater.js", import.meta.url));

export interface HeadwaterProjectOptions {
  /** The domain's name. Default: one that no other project has, because `exec` derives its port from domain and repository. */
  readonly domain?: string;
  /** The public registry behind `public:npmjs`, e.g. a recorded one on loopback. Default: none configured, so the real one. */
  readonly registry?: string;
  /** Lines added to headwater.yml. */
  readonly configuration?: string;
  /** Files of the project, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface RunOptions {
  /** Default: the project's folder. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly client?: TestClient | OlderYarn;
  /** The user that it runs as: only root may name one. */
  readonly user?: number;
}

export interface HeadwaterProject {
  /** Everything lies in here; `close` removes it. */
  readonly root: string;
  readonly folder: string;
  readonly home: string;
  readonly domain: string;
  readonly configFile: string;
  /** The folder of references and assets. */
  readonly store: string;
  /** Runs `headwater …`. */
  readonly headwater: (args: readonly string[], options?: RunOptions) => Promise<CommandResult>;
  /** `headwater …` whose answer is JSON; throws when it fails. */
  readonly json: <T>(args: readonly string[], options?: RunOptions) => Promise<T>;
  /** Runs `headwater exec -- <client> …` with the pinned client as the only one on PATH. */
  readonly exec: (
    client: TestClient | OlderYarn,
    args: readonly string[],
    options?: RunOptions & { readonly repository?: string },
  ) => Promise<CommandResult>;
  /** `name@version` of everything that a repository references, sorted. */
  readonly held: (repository: string) => Promise<readonly string[]>;
  /** Replaces headwater.yml; domain, owner and connection stay. */
  readonly configure: (text: string) => Promise<void>;
  /** The domain in this process; the caller closes it. */
  readonly open: () => Promise<OpenDomain>;
  readonly clearClientCaches: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const main = (client: TestClient | OlderYarn): string => Object.keys(clientBins(client))[0] ?? client;

/** Lines of a headwater.yml: team, which a project talks to, and between it and the connection a repository that is passed through. */
export const declaredRepositories = `repositories:
  team:      { upstreams: [shared] }
  shared:    { upstreams: [npm-store] }
  npm-store: { externalConnection: "public:npmjs" }
repository: team
`;

/** A headwater.yml whose public registry, when one is given, is `registry`. */
export function headwaterYml(registry: string | undefined, lines: string, domain = "acme"): string {
  const connection = registry === undefined ? "" : `externalConnections:\n  public:npmjs: { url: "${registry}" }\n`;
  return `domain: ${domain}\nowner: "111122223333"\n${connection}${lines}`;
}

export async function createHeadwaterProject(options: HeadwaterProjectOptions = {}): Promise<HeadwaterProject> {
  const root = await mkdtemp(join(tmpdir(), "headwater-test-"));
  const folder = join(root, "project");
  const home = join(root, "home");
  const configFile = join(folder, "headwater.yml");
  const domain = options.domain ?? `acme-${root.slice(-6).toLowerCase()}`;
  await mkdir(folder);
  await mkdir(home);
  const configure = (text: string): Promise<void> =>
    writeFile(configFile, headwaterYml(options.registry, text, domain));
  await configure(`${declaredRepositories}${options.configuration ?? ""}`);
  for (const [name, text] of Object.entries(options.files ?? {})) await writeFile(join(folder, name), text);

  const headwater: HeadwaterProject["headwater"] = (
    args,
    { cwd = folder, env = {}, timeout = 180_000, client = "npm-12", user } = {},
  ) =>
    runCommand({
      command: process.execPath,
      args: [headwaterBin, ...args],
      cwd,
      env: { ...clientEnvironment({ client, home }), HEADWATER_CONFIG: configFile, ...env },
      timeout,
      user,
    });

  const json: HeadwaterProject["json"] = async <T>(args: readonly string[], run?: RunOptions) => {
    const result = await headwater([...args, "--output", "json"], run);
    if (result.code !== 0)
      throw new Error(`headwater ${args.join(" ")} exited ${result.code}\n${result.stdout}\n${result.stderr}`);
    return JSON.parse(result.stdout) as T;
  };

  const open = (): Promise<OpenDomain> =>
    openDomain({ cwd: folder, configFile, env: clientEnvironment({ client: "npm-12", home }) });

  return {
    root,
    folder,
    home,
    domain,
    configFile,
    store: join(folder, ".headwater"),
    headwater,
    json,
    exec: (client, args, { repository, ...run } = {}) =>
      headwater(
        ["exec", ...(repository === undefined ? [] : ["--repository", repository]), "--", main(client), ...args],
        { ...run, client },
      ),
    async held(repository) {
      const opened = await open();
      try {
        return await heldVersions(opened.resolver, repository);
      } finally {
        await opened.close();
      }
    },
    open,
    configure,
    async clearClientCaches() {
      for (const cache of [".npm", ".cache", ".local", ".bun", ".yarn", "Library"])
        await rm(join(home, cache), { recursive: true, force: true });
    },
    close: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** `name@version` of everything that a repository references, sorted. */
export async function heldVersions(resolver: Resolver, repository: string): Promise<readonly string[]> {
  const held: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await resolver.listPackages({
      repository,
      maxResults: 1000,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    for (const { format, namespace, package: name } of page.items) {
      const coordinate = packageOf({ format, name, ...(namespace === undefined ? {} : { namespace }) });
      const { items } = await resolver.listPackageVersions({ repository, package: coordinate, maxResults: 1000 });
      held.push(...items.map(({ version }) => `${displayName(coordinate)}@${version}`));
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return held.toSorted();
}
