import { createHash, randomBytes } from "node:crypto";
import { readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { createFaultProject, type FaultProject } from "./fault-project.ts";

let registry: RecordedRegistry;
let project: FaultProject;
let keyFile: string;
let key: string;

beforeAll(async () => {
  registry = await startRecordedRegistry({ packages: [buildPackage({ name: "lib", version: "1.0.0" })] });
  project = await createFaultProject({ registry: registry.url });
  const installed = await project.exec("npm-12", ["install", "lib"]);
  if (installed.code !== 0) throw new Error(installed.stderr);
  keyFile = join(project.home, ".config", "headwater", "keys", "acme");
  key = await readFile(keyFile, "utf8");
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

/** Every file of the store and the digest of what is in it. */
async function contents(): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(project.store, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const digest = async (file: string) =>
    createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  const digests: Record<string, string> = {};
  for (const file of files) digests[file] = await digest(file);
  return digests;
}

/** Reads the clear record that says who may open the store, or writes it, behind Headwater's back. */
function schemaRow(replacement?: string): string {
  const database = new DatabaseSync(join(project.store, "references.sqlite"));
  try {
    if (replacement !== undefined) database.prepare("UPDATE keyv SET value = ? WHERE key = 'schema'").run(replacement);
    return String(database.prepare("SELECT value FROM keyv WHERE key = 'schema'").get()?.["value"]);
  } finally {
    database.close();
  }
}

/** What reads, what writes and what installs: all of it is refused, and nothing changes. */
async function expectClosed(
  errorCode: string,
  message: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const before = await contents();
  const commands = [["stats"], ["create-repository", "--repository", "second"], ["exec", "--", "npm", "install"]];
  for (const [index, command] of commands.entries()) {
    const run = index === 0 ? project.headwater(command, { env }) : project.quickly(command, env);
    const { code, stdout, stderr } = await run;
    expect({ code, stdout }, command.join(" ")).toEqual({ code: 4, stdout: "" });
    expect(stderr).toContain(`error ${errorCode}: ${message}`);
    expect(stderr).toMatch(/\n {2}hint: .+\n$/);
    expect(stderr).not.toContain(key.trim());
  }
  expect(await contents()).toEqual(before);
}

async function expectWhole(): Promise<void> {
  expect(await project.harm()).toEqual([]);
  expect((await project.quickly(["explain", "lib@1.0.0"])).stdout).toContain("held by     npm-store, team\n");
}

test("with a lost key nothing opens and none is made in its place; with the key restored all is there", async () => {
  await rename(keyFile, `${keyFile}.away`);
  await expectClosed("KEY_NOT_FOUND", `The key file ${keyFile} does not exist.`);
  expect(await readdir(join(keyFile, ".."))).toEqual(["acme.away"]);
  await rename(`${keyFile}.away`, keyFile);
  await expectWhole();
});

test("with a wrong key nothing opens and nothing is harmed", async () => {
  await writeFile(keyFile, randomBytes(32).toString("base64"));
  await expectClosed("KEY_WRONG", `The key in the key file ${keyFile} is not the key that the store was made with.`);
  await writeFile(keyFile, key);
  await expectWhole();
});

test.each([
  ["empty", ""],
  ["cut short", "c2hvcnQ="],
  ["something else", "-----BEGIN PRIVATE KEY-----\n"],
])("a key file that is %s is no key", async (_, text) => {
  await writeFile(keyFile, text);
  await expectClosed("KEY_WRONG", `What the key file ${keyFile} holds is not a key of 32 bytes.`);
  await writeFile(keyFile, key);
});

test("HEADWATER_KEY that is no key, or another store's, opens nothing; the right one does, without the file", async () => {
  await expectClosed("KEY_WRONG", "What the variable HEADWATER_KEY holds is not a key of 32 bytes.", {
    HEADWATER_KEY: "my secret",
  });
  const other = { HEADWATER_KEY: randomBytes(32).toString("hex") };
  await expectClosed("KEY_WRONG", "The key in the variable HEADWATER_KEY is not the key that", other);
  await rm(keyFile);
  expect((await project.quickly(["explain", "lib@1.0.0"], { HEADWATER_KEY: key })).code).toBe(0);
  expect(await readdir(join(keyFile, ".."))).toEqual([]);
  await writeFile(keyFile, key, { mode: 0o600 });
});

test("a key inside the store is refused before a store is made", async () => {
  const fresh = await createFaultProject({ configuration: "encryption: { key: file:.headwater/key }\n" });
  const { code, stderr } = await fresh.headwater(["stats"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("lies in the folder of the store")]);
  expect(await readdir(fresh.folder)).not.toContain(".headwater");
  await fresh.close();
});

test("a store that needs a newer Headwater is refused by the release that it names, and changed in nothing", async () => {
  const stored = schemaRow();
  const { value } = JSON.parse(stored) as { readonly value: string };
  for (const needs of [{ minReader: 12 }, { minWriter: 12 }]) {
    const record = { ...(JSON.parse(value) as object), ...needs, release: "4.5.6" };
    schemaRow(JSON.stringify({ value: JSON.stringify(record) }));
    await expectClosed("STORE_TOO_NEW", "The store needs Headwater 4.5.6 or newer: it has version 12");
  }
  schemaRow(stored);
  await expectWhole();
});
