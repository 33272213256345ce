/** A domain in a folder of its own, over a registry on loopback, and the command line run in this process. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { type OpenDomain, openDomain } from "@headwater/domain";
import { parseNpmName } from "@headwater/formats";
import { type RecordedRegistry, startRecordedRegistry } from "../../../test/kit/recorded-registry.ts";
import type { BuiltPackage } from "../../../test/kit/tarball-builder.ts";
import { runCommandLine } from "../src/main.ts";

export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestDomain {
  readonly folder: string;
  readonly registry: RecordedRegistry;
  readonly env: Readonly<Record<string, string>>;
  /** Runs `headwater …` in the domain's folder. */
  readonly run: (...args: readonly string[]) => Promise<CommandOutcome>;
  /** The same with something on its standard input. */
  readonly feed: (input: string | Uint8Array, ...args: readonly string[]) => Promise<CommandOutcome>;
  /** What it printed as JSON; throws when it failed. */
  readonly json: (...args: readonly string[]) => Promise<unknown>;
  /** Does something in the opened domain. */
  readonly within: <T>(action: (domain: OpenDomain) => Promise<T>) => Promise<T>;
  /** Makes a repository retain packages of the registry, as an install does. */
  readonly retain: (repository: string, ...packages: readonly BuiltPackage[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const REPOSITORIES = `repositories:
  team:      { upstreams: [shared] }
  shared:    { upstreams: [npm-store] }
  npm-store: { externalConnection: "public:npmjs" }
repository: team
`;

/** `team` → `shared` → `npm-store`, which is connected to a registry with these packages. */
export async function createTestDomain(
  packages: readonly BuiltPackage[] = [],
  configuration = "",
): Promise<TestDomain> {
  const root = await mkdtemp(join(tmpdir(), "headwater-cli-"));
  const folder = join(root, "project");
  const home = join(root, "home");
  await mkdir(folder);
  await mkdir(home);
  const registry = await startRecordedRegistry({ packages });
  await writeFile(
    join(folder, "headwater.yml"),
    `domain: acme\nowner: "111122223333"\nexternalConnections:\n  public:npmjs: { url: "${registry.url}" }\n${REPOSITORIES}${configuration}`,
  );
  const env = { HOME: home, PATH: process.env["PATH"] ?? "" };
  const run = (...args: readonly string[]) => runIn(folder, env, args);
  const within: TestDomain["within"] = async (action) => {
    const domain = await openDomain({ cwd: folder, env });
    try {
      return await action(domain);
    } finally {
      await domain.close();
    }
  };
  return {
    folder,
    registry,
    env,
    run,
    feed: (input, ...args) => runIn(folder, env, args, input),
    within,
    async json(...args) {
      const { code, stdout, stderr } = await run(...args);
      if (code !== 0) throw new Error(`headwater ${args.join(" ")} exited ${code}: ${stderr}`);
      return JSON.parse(stdout) as unknown;
    },
    retain: (repository, ...built) =>
      within(async ({ resolver }) => {
        const installed = built.map(({ name, version, integrity }) => ({
          coordinate: { ...parseNpmName(name), version },
          integrity,
        }));
        const report = await resolver.retainInstall(repository, installed);
        if (report.retained.length !== built.length) throw new Error("not everything was retained");
      }),
    async close() {
      await registry.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Runs `headwater …` with captured streams. */
export async function runIn(
  cwd: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  input?: string | Uint8Array,
): Promise<CommandOutcome> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const printed = [collect(stdout), collect(stderr)];
  const stdin = new PassThrough();
  if (input !== undefined) stdin.end(input);
  const code = await runCommandLine(args, { env: { ...env }, stdin, stdout, stderr, colorDepth: 1, cwd });
  stdout.end();
  stderr.end();
  const [out = "", err = ""] = await Promise.all(printed);
  return { code, stdout: out, stderr: err };
}

async function collect(stream: PassThrough): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
