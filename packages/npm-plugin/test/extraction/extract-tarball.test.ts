import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import pacote from "pacote";
import { Header } from "tar";
import { afterEach, beforeEach, expect, test } from "vitest";
import { installedTree } from "../../../../test/kit/installed-tree.ts";
import { extractTarball } from "../../src/extraction/extract-tarball.ts";
import { readPlainEntries } from "../../src/extraction/plain-entries.ts";

interface Entry {
  readonly path: string;
  readonly text?: string;
  readonly mode?: number;
  readonly type?: "File" | "Directory" | "SymbolicLink" | "Link" | "FIFO";
  readonly linkpath?: string;
}

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "headwater-extract-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

function tarballOf(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, text = "", mode = 0o644, type = "File", linkpath }) => {
    const header = Buffer.alloc(512);
    const content = Buffer.from(text);
    const facts = { path, mode, size: content.length, type, mtime: new Date(0), uid: 0, gid: 0, uname: "", gname: "" };
    new Header(linkpath === undefined ? facts : { ...facts, linkpath }).encode(header);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const modes = { fileMode: 0o666, folderMode: 0o777, umask: 0o22 };

async function byUs(tarball: Buffer): Promise<readonly string[]> {
  const folder = join(root, "ours");
  await mkdir(folder);
  extractTarball({ tarball: new Uint8Array(tarball), folder, ...modes });
  return installedTree(folder);
}

async function byPacote(tarball: Buffer): Promise<readonly string[]> {
  const file = join(root, "package.tgz");
  await writeFile(file, tarball);
  const folder = join(root, "pacote");
  await pacote.extract(`file:${file}`, folder, { cache: join(root, "cache"), umask: modes.umask });
  return installedTree(folder);
}

const manifest: Entry = { path: "package/package.json", text: '{"name":"a","version":"1.0.0"}' };

test.each<[string, readonly Entry[]]>([
  [
    "files and folders",
    [
      manifest,
      { path: "package/lib/", type: "Directory", mode: 0o700 },
      { path: "package/lib/deep/er/x.js", text: "x" },
    ],
  ],
  [
    "a first folder of another name",
    [
      { ...manifest, path: "other-name/package.json" },
      { path: "other-name/x.js", text: "x" },
    ],
  ],
  [
    "modes that are too narrow or executable",
    [manifest, { path: "package/secret", mode: 0o400 }, { path: "package/bin.js", mode: 0o755, text: "#!" }],
  ],
  [
    "links, which are left out",
    [
      manifest,
      { path: "package/out", type: "SymbolicLink", linkpath: "/etc/passwd" },
      { path: "package/hard", type: "Link", linkpath: "package/package.json" },
    ],
  ],
  [
    ".gitignore without .npmignore",
    [manifest, { path: "package/.gitignore", text: "a" }, { path: "package/lib/.gitignore", text: "b" }],
  ],
  [
    ".gitignore behind .npmignore",
    [manifest, { path: "package/.npmignore", text: "n" }, { path: "package/.gitignore", text: "g" }],
  ],
  [
    ".gitignore before .npmignore",
    [manifest, { path: "package/.gitignore", text: "g" }, { path: "package/.npmignore", text: "n" }],
  ],
  ["a file that comes twice", [manifest, { path: "package/x", text: "first" }, { path: "package/x", text: "second" }]],
  [
    "a path that leads out",
    [manifest, { path: "package/../../escaped", text: "x" }, { path: "package/fine", text: "y" }],
  ],
  ["other packages inside", [manifest, { path: "package/node_modules/b/package.json", text: "{}" }]],
  ["empty folders", [manifest, { path: "package/empty/", type: "Directory" }]],
  [
    "empty folders beside other packages",
    [manifest, { path: "package/empty/", type: "Directory" }, { path: "package/node_modules/b/x.js", text: "x" }],
  ],
  [
    "what is neither file nor folder",
    [manifest, { path: "package/pipe", type: "FIFO" }, { path: "package/x", text: "x" }],
  ],
  ["a file with others below it", [manifest, { path: "package/a", text: "a" }, { path: "package/a/b", text: "b" }]],
  ["a file that others lie below of", [manifest, { path: "package/a/b", text: "b" }, { path: "package/a", text: "a" }]],
  [
    "a folder and a file of its name",
    [manifest, { path: "package/a/", type: "Directory" }, { path: "package/a", text: "a" }],
  ],
  [
    "a file and a folder of its name",
    [manifest, { path: "package/a", text: "a" }, { path: "package/a/", type: "Directory" }],
  ],
  [
    "names that differ in case alone",
    [
      manifest,
      { path: "package/Lib/x", text: "x" },
      { path: "package/lib", text: "y" },
      { path: "package/README", text: "1" },
      { path: "package/readme", text: "2" },
    ],
  ],
  ["a name beyond ASCII", [manifest, { path: "package/caf\u00e9.txt", text: "x" }]],
  ["an empty file", [manifest, { path: "package/empty" }]],
  ["a file without any folder", [manifest, { path: "stray.txt", text: "x" }]],
])("%s are unpacked as pacote does it", async (_what, entries) => {
  const tarball = tarballOf(entries);
  expect(await byUs(tarball)).toEqual(await byPacote(tarball));
  expect(await readdir(root)).not.toContain("escaped");
});

test.each([
  ["another package inside, in whatever letters", ["NODE_MODULES/b/x.js"]],
  ["a file and a folder that are one where letters' case does not count", ["lib", "Lib/x"]],
  ["a folder and a file that are one where letters' case does not count", ["Lib/deep/x", "lib/Deep"]],
  ["two files that are one where letters' case does not count", ["README", "readme"]],
  ["names that disks spell in more than one way", ["caf\u00e9"]],
  ["a path that leads out", ["../../x"]],
])("%s: unpacked with care", (_what, paths) => {
  const plainOf = (...files: readonly string[]) =>
    readPlainEntries(gunzipSync(tarballOf(files.map((path) => ({ path: `package/${path}`, text: "x" })))));
  expect(plainOf("package.json", ...paths)).toBeUndefined();
  expect(plainOf("package.json", "Lib/x", "lib/y", "lib/deep/z")).toHaveLength(4);
});

test("a tarball that is not compressed is unpacked as well", async () => {
  expect(await byUs(gunzipSync(tarballOf([manifest])))).toEqual([expect.stringMatching(/^package\.json 644 /)]);
});

test("what lay in the folder is gone, but for packages of others in node_modules", async () => {
  const folder = join(root, "ours");
  await mkdir(join(folder, "node_modules", "kept"), { recursive: true });
  await writeFile(join(folder, "left.txt"), "x");
  extractTarball({ tarball: new Uint8Array(tarballOf([manifest])), folder, ...modes });
  expect((await readdir(folder)).toSorted()).toEqual(["node_modules", "package.json"]);
});

test("a package inside another never writes through a link that lies there", async () => {
  const folder = join(root, "ours");
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await mkdir(join(root, "workspace"));
  await symlink(join(root, "workspace"), join(folder, "node_modules", "b"));
  extractTarball({
    tarball: new Uint8Array(tarballOf([manifest, { path: "package/node_modules/b/index.js", text: "x" }])),
    folder,
    ...modes,
  });
  expect(await readdir(join(root, "workspace"))).toEqual([]);
  expect(await readFile(join(folder, "package.json"), "utf8")).toBe(manifest.text);
});

test("bytes that are no tarball are an error without a code of the system", async () => {
  const folder = join(root, "ours");
  await mkdir(folder);
  const cut = tarballOf([manifest, { path: "package/x", text: "x".repeat(5000) }]).subarray(0, 150);
  expect(() => extractTarball({ tarball: new Uint8Array(cut), folder, ...modes })).toThrow(/unexpected end of file/);
});
