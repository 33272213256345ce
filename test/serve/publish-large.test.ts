import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { type RunningServe, startServe } from "../kit/running-serve.ts";
import { tarOf } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const MEGABYTE = 1024 * 1024;
/** Of the package: larger than the limit, so that a server which held it whole would be above it. */
const megabytes = 200;
const LIMIT = 150 * MEGABYTE;
const DATA = "THE-DATA-GOES-HERE";

let project: HeadwaterProject;
let server: RunningServe;

beforeAll(async () => {
  project = await createHeadwaterProject();
  await project.configure("repositories:\n  team: {}\nrepository: team\n");
  server = await startServe(project, { args: ["--allow-anyone"] });
});
afterAll(async () => {
  await server.close();
  await project.close();
});

/** The most memory that the server's process has had since the last `forgetPeak`, and what it has now. In bytes. */
async function memory(): Promise<{ readonly now: number; readonly peak: number }> {
  const status = await readFile(`/proc/${server.pid}/status`, "utf8");
  const bytesOf = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]) * 1024;
  return { now: bytesOf("VmRSS"), peak: bytesOf("VmHWM") };
}

const forgetPeak = (): Promise<void> => writeFile(`/proc/${server.pid}/clear_refs`, "5");

/** Bytes that nothing compresses, in the form of a package. */
function largeTarball(): Buffer {
  const packageJson = JSON.stringify({ name: "large", version: "1.0.0" });
  return gzipSync(tarOf({ "large.bin": randomBytes(megabytes * MEGABYTE), "package.json": packageJson }), { level: 0 });
}

/** The document of a publish as a stream, so that this process need not hold it whole either. */
function documentStream(tarball: Buffer): ReadableStream<Uint8Array> {
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  const [head = "", tail = ""] = JSON.stringify({
    name: "large",
    "dist-tags": { latest: "1.0.0" },
    versions: { "1.0.0": { name: "large", version: "1.0.0", dist: { integrity } } },
    _attachments: { "large-1.0.0.tgz": { data: DATA, length: tarball.length } },
  }).split(DATA);
  const pieces = (function* () {
    yield Buffer.from(head);
    // A multiple of three bytes, so that the base64 of the pieces is that of the whole.
    for (let at = 0; at < tarball.length; at += 3 * MEGABYTE)
      yield Buffer.from(tarball.subarray(at, at + 3 * MEGABYTE).toString("base64"));
    yield Buffer.from(tail);
  })();
  return ReadableStream.from(pieces);
}

test.skipIf(!existsSync("/proc/self/clear_refs"))(
  `a package of ${megabytes} MB is published with less than 150 MB of memory above idle, and the same bytes come back (skipped where the system does not tell a process's peak)`,
  async () => {
    const endpoint = `${server.url}npm/team/`;
    const tarball = largeTarball();
    // What any first request loads belongs to idle.
    await (await fetch(`${endpoint}none`)).text();
    await forgetPeak();
    const idle = (await memory()).now;

    const body = documentStream(tarball);
    const answer = await fetch(`${endpoint}large`, { method: "PUT", body, duplex: "half" });
    expect([answer.status, await answer.json()]).toEqual([201, { ok: true, success: true }]);
    const afterPublish = (await memory()).peak - idle;

    const digest = createHash("sha512");
    let size = 0;
    for await (const chunk of (await fetch(`${endpoint}large/-/large-1.0.0.tgz`)).body as ReadableStream<Uint8Array>) {
      digest.update(chunk);
      size += chunk.byteLength;
    }
    expect([size, digest.digest("hex")]).toEqual([tarball.length, createHash("sha512").update(tarball).digest("hex")]);
    const afterAllOfIt = (await memory()).peak - idle;
    console.info(
      `publishing ${megabytes} MB took ${Math.round(afterPublish / MEGABYTE)} MB above idle (${Math.round(idle / MEGABYTE)} MB); with fetching it ${Math.round(afterAllOfIt / MEGABYTE)} MB`,
    );
    expect(afterAllOfIt).toBeLessThan(LIMIT);
  },
);
