/** What docs/guides/yarn.md says that Yarn prints, and what it says of the age gate. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { yarnPluginFile } from "../../scripts/packaging/build-yarn-plugin.ts";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { defaultRegistry } from "../kit/default-registry.ts";
import { type CommandResult, runCommand } from "../kit/run-command.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { type DocsProject, createDocsProject } from "./docs-project.ts";
import { codeBlocks, codeSpans, readPage, tables } from "./page.ts";
import { type PublicRegistry, startPublicRegistry } from "./public-registry.ts";

const guide = readPage("docs/guides/yarn.md");
const teamYml = codeBlocks(guide).find(({ remark }) => remark === "file: headwater.yml")?.text ?? "";

let registry: PublicRegistry;
let project: DocsProject;
let pluginRc: string;

beforeAll(async () => {
  registry = await startPublicRegistry();
  project = await createDocsProject(registry.env);
  await succeeds(["plugin", "import", join(workspaceRoot, yarnPluginFile)]);
  pluginRc = await readFile(join(project.folder, ".yarnrc.yml"), "utf8");
  await configure({});
  await succeeds(["headwater", "stats"]);
});
afterAll(async () => {
  await project.close();
  await registry.close();
});
beforeEach(() => configure({}));

/** The guide's domain and the plugin, with further lines. */
async function configure({ yml = "", rc = "" }: { readonly yml?: string; readonly rc?: string }): Promise<void> {
  await writeFile(join(project.folder, "headwater.yml"), `${teamYml}\n${yml}`);
  await writeFile(join(project.folder, ".yarnrc.yml"), `${pluginRc}${rc}`);
  await writeFile(join(project.folder, "package.json"), '{ "name": "project", "version": "1.0.0" }\n');
}

const yarn = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CommandResult> =>
  runCommand({ command: "yarn", args, cwd: project.folder, env: { ...project.env, ...env } });

async function succeeds(args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await yarn(args);
  if (code !== 0) throw new Error(`yarn ${args.join(" ")} exited ${code}\n${stdout}\n${stderr}`);
}

test("yarn headwater init says how to go on in Yarn", async () => {
  await rm(join(project.folder, "headwater.yml"));
  const { code, stdout } = await yarn(["headwater", "init", "--domain", "acme"]);
  expect(code, stdout).toBe(0);
  expect(stdout).toMatch(/^ {2}yarn install\n.*\n {2}yarn headwater stats$/m);
});

describe("the messages in the guide", () => {
  /** Rows of its table, each as the texts that it quotes. */
  const rows = tables(guide)
    .filter(({ header }) => header[0] === "message")
    .flatMap((table) => table.rows.map(([quoted = ""]) => codeSpans(quoted)));

  interface Case {
    readonly quoted: readonly string[];
    readonly args: readonly string[];
    readonly yml?: string;
    readonly rc?: string;
    readonly env?: Readonly<Record<string, string>>;
  }

  const cases: readonly Case[] = [
    { quoted: ["CONFIGURATION_INVALID: headwater.yml:7:1: unknown key"], args: ["install"], yml: "repositry: team\n" },
    { quoted: ["PACKAGE_NOT_FOUND: nowhere was not found in the repository"], args: ["add", "nowhere"] },
    {
      quoted: ["list the scope under direct in headwater.yml"],
      args: ["add", "@acme/nowhere"],
      rc: 'npmScopes:\n  acme: { npmRegistryServer: "https://npm.example.com" }\n',
    },
    {
      quoted: ["EXTERNAL_REGISTRY_UNREACHABLE", "no connection could be made"],
      args: ["add", "commander"],
      env: { YARN_HTTPS_PROXY: "http://127.0.0.1:9", YARN_HTTP_RETRY: "0" },
    },
    { quoted: ["its certificate is not trusted"], args: ["add", "commander"], env: { NODE_EXTRA_CA_CERTS: "" } },
    {
      quoted: ["Yarn's setting enableNetwork does not allow it"],
      args: ["add", "commander"],
      rc: 'networkSettings: { "*": { enableNetwork: false } }\n',
    },
    {
      quoted: ["KEY_WRONG"],
      args: ["install"],
      env: { HEADWATER_KEY: Buffer.alloc(32, "another").toString("base64") },
    },
    { quoted: ["Unrecognized or legacy configuration settings found"], args: ["install"], rc: "headwater: team\n" },
  ];

  const named = cases.map((each) => [each.quoted[0], each] as const);
  test.each(named)("%s is what Yarn prints", async (_message, { quoted, args, yml, rc, env }) => {
    await configure({ ...(yml === undefined ? {} : { yml }), ...(rc === undefined ? {} : { rc }) });
    const { code, stdout, stderr } = await yarn(args, env);
    expect(code, stdout).toBe(1);
    for (const text of quoted) expect(`${stdout}${stderr}`).toContain(text);
    expect(rows).toContainEqual(expect.arrayContaining([...quoted]));
  });

  test("versions could not be retained in team is a warning: what Yarn has in its cache is installed", async () => {
    const added = await yarn(["add", "is-odd"], {
      HEADWATER_ENABLED: "0",
      YARN_NPM_REGISTRY_SERVER: defaultRegistry(),
    });
    expect(added.code, added.stdout).toBe(0);
    await writeFile(join(project.folder, "headwater.yml"), `${teamYml}\noffline: true\n`);
    const { code, stdout } = await yarn(["install"]);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain("2 versions could not be retained in team");
    expect(rows).toContainEqual(["versions could not be retained in team"]);
  });

  test("are all of the table's but those of refused versions, lost keys and other Nodes, which have tests of their own", () => {
    const proven = [...cases.flatMap(({ quoted }) => quoted), "versions could not be retained in team"];
    expect(rows.flat().filter((text) => !proven.includes(text))).toEqual([
      "PACKAGE_VERSION_REFUSED",
      "KEY_NOT_FOUND",
      "RUNTIME_UNSUPPORTED: Headwater needs Node",
    ]);
  });
});

describe("the age gate", () => {
  beforeAll(() => {
    registry.addPackage(buildPackage({ name: "@acme/own", version: "1.0.0" }));
    registry.addPackage(buildPackage({ name: "@acme/own", version: "1.1.0" }), { time: new Date().toISOString() });
  });

  const added = async (): Promise<unknown> => {
    const { dependencies } = JSON.parse(await readFile(join(project.folder, "package.json"), "utf8")) as {
      readonly dependencies?: unknown;
    };
    return dependencies;
  };

  test("a version that is too young is passed over for an older one", async () => {
    const { code, stdout } = await yarn(["add", "@acme/own"]);
    expect(code, stdout).toBe(0);
    expect(await added()).toEqual({ "@acme/own": "^1.0.0" });
  });

  test("asked for by number it is quarantined, in the words of the guide", async () => {
    const { code, stdout } = await yarn(["add", "@acme/own@1.1.0"]);
    expect(code).toBe(1);
    expect(stdout).toContain('All versions satisfying "1.1.0" are quarantined');
    expect(guide).toContain('`All versions satisfying "1.1.0" are quarantined`');
  });

  test("packages that npmPreapprovedPackages names are past it", async () => {
    const rc = codeBlocks(guide).find(({ text }) => text.startsWith("npmPreapprovedPackages:"))?.text ?? "";
    await configure({ rc: `${rc}\n` });
    const { code, stdout } = await yarn(["add", "@acme/own"]);
    expect(code, stdout).toBe(0);
    expect(await added()).toEqual({ "@acme/own": "^1.1.0" });
  });
});
