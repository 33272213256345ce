import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { publishDocument } from "../kit/publish-document.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { type RunningServe, startServe } from "../kit/running-serve.ts";
import { type BuiltPackage, buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** What npm reads packages with, out of npm itself. */
interface Pacote {
  manifest(spec: string, options: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
}

const PREDICATE_TYPE = "https://slsa.dev/provenance/v1";
const token = "a-long-random-text";
let registry: RecordedRegistry;
let project: HeadwaterProject;
let server: RunningServe;

beforeAll(async () => {
  registry = await startRecordedRegistry({ packages: [] });
  project = await createHeadwaterProject({
    registry: registry.url,
    configuration: "server: { token: env:HEADWATER_TOKEN }\n",
  });
  server = await startServe(project, { env: { HEADWATER_TOKEN: token } });
});
afterAll(async () => {
  await server.close();
  await project.close();
  await registry.close();
});

/** A bundle as npm sends it, but signed by nobody. */
const bundleFor = (subject: string) => ({
  mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
  dsseEnvelope: {
    payload: Buffer.from(
      JSON.stringify({ predicateType: PREDICATE_TYPE, subject: [{ name: subject, digest: { sha512: "00" } }] }),
    ).toString("base64"),
    payloadType: "application/vnd.in-toto+json",
    signatures: [{ keyid: "", sig: "" }],
  },
});

async function publish(built: BuiltPackage, bundle?: object): Promise<void> {
  const data = JSON.stringify(bundle);
  const attachmentsToo =
    bundle === undefined ? {} : { [`${built.name}-${built.version}.sigstore`]: { data, length: data.length } };
  const answer = await fetch(`${server.url}npm/team/${built.name.replace("/", "%2f")}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(publishDocument(built, { attachmentsToo, fields: { access: "public" } })),
  });
  expect(answer.status).toBe(201);
}

describe.each(["npm-11", "npm-12"] as const)("%s", (client) => {
  const npm = new URL(`../clients/${client}/node_modules/npm/package.json`, import.meta.url);

  const manifest = (spec: string, options: Readonly<Record<string, unknown>> = {}) => {
    const pacote = createRequire(npm)("pacote") as Pacote;
    const endpoint = `${server.url}npm/team/`;
    const settings = {
      registry: endpoint,
      cache: `${project.root}/cache-of-${client}`,
      [`${endpoint.slice(5)}:_authToken`]: token,
    };
    return pacote.manifest(spec, { ...settings, ...options });
  };

  test("finds the provenance that a version was published with, and judges it itself", async () => {
    const name = `@acme/proven-${client}`;
    await publish(buildPackage({ name, version: "1.0.0" }), bundleFor("pkg:npm/another@9.9.9"));
    expect(await manifest(`${name}@1.0.0`)).toMatchObject({
      dist: { attestations: { provenance: { predicateType: PREDICATE_TYPE } } },
    });
    await expect(manifest(`${name}@1.0.0`, { verifyAttestations: true })).rejects.toMatchObject({
      code: "EATTESTATIONSUBJECT",
      message: expect.stringContaining("pkg:npm/another@9.9.9") as unknown,
    });
  });

  test("looks for none where a version was published without", async () => {
    const name = `@acme/unproven-${client}`;
    await publish(buildPackage({ name, version: "1.0.0" }));
    expect(await manifest(`${name}@1.0.0`, { verifyAttestations: true })).not.toHaveProperty("dist.attestations");
  });
});
