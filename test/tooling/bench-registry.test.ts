import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startRecordingRegistry } from "../../bench/registry/recording-registry.ts";
import { openRecording, type Recording } from "../../bench/registry/recording.ts";
import { startStaticRegistry } from "../../bench/registry/static-registry.ts";
import { startRecordedRegistry } from "../kit/recorded-registry.ts";
import type { ServedPackument } from "../kit/served-packument.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

let folder: string;
let recording: Recording;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-bench-test-"));
  recording = openRecording(folder);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const scoped = buildPackage({ name: "@acme/tool", version: "1.0.0" });

/** Asks for a scoped package as Yarn does, and for the tarball that its packument names. */
const ask = async (url: string): Promise<{ readonly tarballUrl: string; readonly tarball: Buffer }> => {
  const packument = (await (await fetch(new URL("@acme%2ftool", url))).json()) as ServedPackument;
  const tarballUrl = packument.versions["1.0.0"]?.dist.tarball ?? "";
  return { tarballUrl, tarball: Buffer.from(await (await fetch(tarballUrl)).arrayBuffer()) };
};

test("what was asked of the recording registry is served by the static one, with tarballs at itself", async () => {
  const origin = await startRecordedRegistry({ packages: [scoped] });
  const recorder = await startRecordingRegistry(recording, origin.url);
  try {
    const recorded = await ask(recorder.url);
    expect(recorded.tarballUrl).toBe(`${recorder.url}@acme/tool/-/tool-1.0.0.tgz`);
    expect(recorded.tarball).toEqual(scoped.tarball);
  } finally {
    await recorder.close();
    await origin.close();
  }

  const registry = await startStaticRegistry(recording);
  try {
    const served = await ask(registry.url);
    expect(served.tarballUrl).toBe(`${registry.url}@acme/tool/-/tool-1.0.0.tgz`);
    expect(served.tarball).toEqual(scoped.tarball);
    expect(await registry.requests()).toBe(2);
    expect((await fetch(new URL("express", registry.url))).status).toBe(404);
  } finally {
    await registry.close();
  }
});

test("the static registry answers a client that knows the packument already with 304", async () => {
  recording.keepPackument("left-pad", Buffer.from(JSON.stringify({ name: "left-pad", versions: {} })));
  const registry = await startStaticRegistry(recording);
  try {
    const first = await fetch(new URL("left-pad", registry.url));
    expect(await first.json()).toEqual({ name: "left-pad", versions: {} });
    const etag = first.headers.get("etag") ?? "";
    expect(etag).not.toBe("");
    expect((await fetch(new URL("left-pad", registry.url), { headers: { "if-none-match": etag } })).status).toBe(304);
  } finally {
    await registry.close();
  }
});

test("a registry that fails ends the recording with what it answered, and keeps nothing", async () => {
  const origin = await startRecordedRegistry();
  const recorder = await startRecordingRegistry(recording, origin.url);
  try {
    const response = await fetch(new URL("no-such-package", recorder.url));
    expect(response.status).toBe(502);
    expect(await response.text()).toContain("answers 404 for no-such-package");
    expect(recording.packuments()).toEqual([]);
  } finally {
    await recorder.close();
    await origin.close();
  }
});
