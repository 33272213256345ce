/**
 * Every client, from nothing and by its lockfile, with caches that are cold and warm. docs/reference/lockfile-matrix.md shows what
 * comes out; HEADWATER_UPDATE_DOCS=1 writes it there.
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { copyProject } from "../kit/golden-lockfile.ts";
import { type HeadwaterProject, createHeadwaterProject, declaredRepositories } from "../kit/headwater-project.ts";
import { installedVersions } from "../kit/installed-versions.ts";
import { type LockfileClient, lockfileClients, neutralLockfile } from "../kit/polluted-lockfile.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const page = fileURLToPath(new URL("../../docs/reference/lockfile-matrix.md", import.meta.url));

/** A tree on disk is what this test compares with; the linker does not show in the lockfile. */
const env = { YARN_NODE_LINKER: "node-modules" };

const frozenInstall: Readonly<Record<LockfileClient, readonly string[]>> = {
  "npm-11": ["ci"],
  "npm-12": ["ci"],
  "pnpm-10": ["install", "--frozen-lockfile"],
  "pnpm-12": ["install", "--frozen-lockfile"],
  bun: ["install", "--frozen-lockfile"],
  "yarn-4": ["install", "--immutable"],
  "yarn-1": ["install", "--frozen-lockfile"],
};

const cells = ["fresh, cold", "frozen, cold", "fresh, warm", "frozen, warm"] as const;
type Cell = (typeof cells)[number];

/** What became of the lockfile, by client and cell. */
const outcomes = new Map<LockfileClient, Map<Cell, string>>();

describe.each(lockfileClients)("%s through exec", (client) => {
  let registry: RecordedRegistry;
  let project: HeadwaterProject;
  let lockfile: { readonly file: string; readonly text: string };
  const outcome = new Map<Cell, string>();

  beforeAll(async () => {
    outcomes.set(client, outcome);
    registry = await startRecordedRegistry();
    // Only what was asked of us is held at first, so that what is held proves what was asked.
    project = await createHeadwaterProject({ registry: registry.url, configuration: "retain: requested\n" });
    await copyProject("express", project.folder);
    lockfile = await neutralLockfile(client);
  });
  afterAll(async () => {
    await project.close();
    await registry.close();
  });

  /** package.json and the files of settings that there are, with what stands in them. */
  async function settings(): Promise<readonly string[]> {
    const names = ["package.json", ".npmrc", ".yarnrc", ".yarnrc.yml", "bunfig.toml", "pnpm-workspace.yaml"];
    const paths = [project.folder, project.home].flatMap((folder) => names.map((name) => join(folder, name)));
    const texts = await Promise.all(paths.map((path) => readFile(path, "utf8").catch(() => undefined)));
    return paths.flatMap((path, index) => (texts[index] === undefined ? [] : [`${path}\n${texts[index]}`]));
  }

  /** Installs without a tree, and without a lockfile where it is fresh; gives what is then installed. */
  async function install(cell: Cell): Promise<readonly string[]> {
    const isFresh = cell.startsWith("fresh");
    await rm(join(project.folder, "node_modules"), { recursive: true, force: true });
    if (isFresh) await rm(join(project.folder, lockfile.file), { force: true });
    if (cell.endsWith("cold")) await project.clearClientCaches();
    const before = await settings();
    const { code, stdout, stderr } = await project.exec(client, isFresh ? ["install"] : frozenInstall[client], { env });
    expect(code, `${stdout}\n${stderr}`).toBe(0);
    const text = await readFile(join(project.folder, lockfile.file), "utf8");
    outcome.set(cell, text === lockfile.text ? "identical" : "differs");
    expect(text).toBe(lockfile.text);
    expect(await settings()).toEqual(before);
    return installedVersions(project.folder);
  }

  test("writes the very lockfile that it writes without us, and asks the domain for every tarball", async () => {
    const installed = await install("fresh, cold");
    expect(installed.length).toBeGreaterThanOrEqual(70);
    expect(await project.held("team")).toEqual(expect.arrayContaining([...installed]));

    // With the registry gone and the caches empty, the frozen lockfile installs from the domain, and stays as it is.
    registry.setDown(true);
    expect(await install("frozen, cold")).toEqual(installed);
    registry.setDown(false);
  });

  test("with a warm cache leaves every version it installed referenced in the repository, whatever it asked for (K1)", async () => {
    await project.configure(declaredRepositories);
    // A domain that knows nothing, so that all it then holds comes of this run.
    await rm(project.store, { recursive: true });
    const installed = await install("frozen, warm");
    expect(installed.length).toBeGreaterThanOrEqual(70);
    expect(await project.held("team")).toEqual(installed);
    expect(await project.held("npm-store")).toEqual(installed);
    expect(await project.held("shared")).toEqual([]);
    expect(await install("fresh, warm")).toEqual(installed);
  });
});

test("the documentation shows what came out here", async () => {
  const table = renderTable();
  const text = await readFile(page, "utf8");
  if (process.env["HEADWATER_UPDATE_DOCS"] === "1") {
    await writeFile(
      page,
      text.replace(/^\|[^]*\|$/m, () => table),
    );
    return;
  }
  expect(text, "HEADWATER_UPDATE_DOCS=1 writes the page anew").toContain(`\n\n${table}\n`);
});

/** As oxfmt aligns it. */
function renderTable(): string {
  const rows = [
    ["client", ...cells],
    ...lockfileClients.map((client) => [client, ...cells.map((cell) => outcomes.get(client)?.get(cell) ?? "not run")]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}
