import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import {
  type MemoryDomain,
  type MemoryDomainOptions,
  createMemoryDomain,
} from "../../../../../test/kit/memory-domain.ts";
import { publishDocument } from "../../../../../test/kit/publish-document.ts";
import { buildPackage } from "../../../../../test/kit/tarball-builder.ts";

const open: MemoryDomain[] = [];
afterEach(async () => {
  for (const domain of open.splice(0)) await domain.close();
});

async function makeDomain(options: MemoryDomainOptions = { repositories: { team: {} } }): Promise<MemoryDomain> {
  const domain = await createMemoryDomain(options);
  open.push(domain);
  return domain;
}

interface Shown {
  readonly "dist-tags": Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, { readonly dist: Readonly<Record<string, unknown>> }>>;
  readonly readme?: string;
}
const packument = async (domain: MemoryDomain, path: string): Promise<Shown> =>
  (await (await domain.ask(path)).json()) as Shown;

const tool = buildPackage({ name: "@acme/tool", version: "1.0.0", files: { "README.md": "# Tool", "index.js": "" } });

describe("PUT /{package} with a tarball", () => {
  test.each(["first", "last"] as const)("publishes it, the attachment %s (B12, A3)", async (attachments) => {
    const domain = await makeDomain();
    const answer = await domain.publish("team", tool, { attachments, tags: ["latest", "next"] });
    expect([answer.status, await answer.json()]).toEqual([201, { ok: true, success: true }]);

    const shown = await packument(domain, "team/@acme%2ftool");
    expect(shown["dist-tags"]).toEqual({ latest: "1.0.0", next: "1.0.0" });
    expect(shown.versions["1.0.0"]).toMatchObject({
      name: "@acme/tool",
      license: "MIT",
      dist: {
        integrity: tool.integrity,
        shasum: tool.shasum,
        tarball: "http://127.0.0.1:4873/npm/team/@acme/tool/-/tool-1.0.0.tgz",
        fileCount: 3,
      },
    });
    const tarball = await domain.ask("team/@acme/tool/-/tool-1.0.0.tgz");
    expect(
      createHash("sha512")
        .update(Buffer.from(await tarball.arrayBuffer()))
        .digest("base64"),
    ).toBe(tool.integrity.slice("sha512-".length));
    const { assets } = await domain.resolver.listPackageVersionAssets("team", {
      format: "npm",
      namespace: "acme",
      name: "tool",
      version: "1.0.0",
    });
    expect(assets.map(({ name, size }) => [name, size])).toEqual([["package.tgz", tool.tarball.length]]);
  });

  test("a packument that was asked for before shows it at once", async () => {
    const domain = await makeDomain();
    await domain.publish("team", tool);
    const etag = (await domain.ask("team/@acme%2ftool")).headers.get("etag") ?? "";
    await domain.publish("team", buildPackage({ name: "@acme/tool", version: "1.1.0" }));
    const again = await domain.ask("team/@acme%2ftool", { headers: { "if-none-match": etag } });
    expect([again.status, Object.keys(((await again.json()) as Shown).versions)]).toEqual([200, ["1.0.0", "1.1.0"]]);
  });

  test("without dist-tags it is the latest (B12)", async () => {
    const domain = await makeDomain();
    await domain.publish("team", tool, { tags: [] });
    const coordinate = { format: "npm", namespace: "acme", name: "tool" } as const;
    expect(await domain.resolver.getPackageTags("team", coordinate)).toEqual({ latest: "1.0.0" });
  });

  test("the README of the tarball is shown once, for the newest version, and kept for every one", async () => {
    const domain = await makeDomain();
    await domain.publish("team", tool);
    const shown = await packument(domain, "team/@acme%2ftool");
    expect([shown.readme, shown.versions["1.0.0"]]).toEqual([
      "# Tool",
      expect.not.objectContaining({ readme: "# Tool" }),
    ]);
    const held = await domain.resolver.describeHeldPackage("team", { format: "npm", namespace: "acme", name: "tool" });
    expect(held?.versions.get("1.0.0")?.revision.manifest["readme"]).toBe("# Tool");
  });

  test("a README that the client sends goes before the tarball's", async () => {
    const domain = await makeDomain();
    await domain.publish("team", tool, { fields: { readme: "of the document" } });
    expect((await packument(domain, "team/@acme%2ftool")).readme).toBe("of the document");
    await domain.publish("team", buildPackage({ name: "@acme/tool", version: "2.0.0" }), {
      manifest: { readme: "of the manifest" },
      fields: { readme: "of the document" },
    });
    expect((await packument(domain, "team/@acme%2ftool")).readme).toBe("of the manifest");
  });

  test("the very same bytes again succeed and change nothing, other bytes are 409 (B1, B2)", async () => {
    const domain = await makeDomain();
    await domain.publish("team", tool);
    const before = await domain.storedCount();
    expect((await domain.publish("team", tool, { manifest: { description: "later" } })).status).toBe(200);
    const other = buildPackage({ name: "@acme/tool", version: "1.0.0", files: { "index.js": "other" } });
    const refused = await domain.publish("team", other);
    expect([refused.status, await refused.json()]).toEqual([409, expect.objectContaining({ code: "ALREADY_EXISTS" })]);
    expect([await domain.storedCount(), (await packument(domain, "team/@acme%2ftool")).versions["1.0.0"]]).toEqual([
      before,
      expect.not.objectContaining({ description: "later" }),
    ]);
  });

  test("npm's second try, with all that it has read of the registry, publishes the one version whose tarball comes along", async () => {
    const domain = await makeDomain();
    await domain.publish("team", tool, { tags: ["latest", "old"] });
    const current = (await (await domain.ask("team/@acme%2ftool?write=true")).json()) as Record<string, object>;
    const next = publishDocument(buildPackage({ name: "@acme/tool", version: "1.1.0" })) as Record<string, object>;
    const merged = {
      ...current,
      ...next,
      versions: { ...current["versions"], ...next["versions"] },
      "dist-tags": { ...current["dist-tags"], ...next["dist-tags"] },
    };
    const answer = await domain.ask("team/@acme%2ftool", { method: "PUT", body: JSON.stringify(merged) });
    expect(answer.status).toBe(201);
    expect((await packument(domain, "team/@acme%2ftool"))["dist-tags"]).toEqual({ latest: "1.1.0", old: "1.0.0" });
  });

  test("keys such as __proto__ are kept as data and do no harm", async () => {
    const domain = await makeDomain();
    const text = JSON.stringify(publishDocument(tool)).replace(
      '"license":"MIT"',
      '"license":"MIT","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}}',
    );
    expect((await domain.ask("team/@acme%2ftool", { method: "PUT", body: text })).status).toBe(201);
    const served = await (await domain.ask("team/@acme%2ftool")).text();
    expect(served).toContain('"__proto__":{"polluted":1}');
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("a tarball with entries that lead elsewhere is stored as it is (never unpacked)", async () => {
    const domain = await makeDomain();
    const files = { "../../etc/passwd": "no", "index.js": "" };
    const evil = buildPackage({ name: "evil", version: "1.0.0", files });
    expect((await domain.publish("team", evil)).status).toBe(201);
    const tarball = await domain.ask("team/evil/-/evil-1.0.0.tgz");
    expect(Buffer.from(await tarball.arrayBuffer())).toEqual(evil.tarball);
  });

  test("a shrinkwrap in it is told to clients, as npm's registry tells it", async () => {
    const domain = await makeDomain();
    const files = { "npm-shrinkwrap.json": '{"lockfileVersion":3}' };
    await domain.publish("team", buildPackage({ name: "wrapped", version: "1.0.0", files }));
    expect((await packument(domain, "team/wrapped")).versions["1.0.0"]).toMatchObject({ _hasShrinkwrap: true });
  });
});

describe("provenance", () => {
  const statement = { predicateType: "https://slsa.dev/provenance/v1", subject: [] };
  const bundle = {
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    dsseEnvelope: { payload: Buffer.from(JSON.stringify(statement)).toString("base64") },
  };
  const data = JSON.stringify(bundle);
  const withProvenance = {
    attachmentsToo: {
      "@acme/tool-1.0.0.sigstore": { content_type: bundle.mediaType, data, length: data.length },
    },
  };

  test.each(["first", "last"] as const)(
    "is kept and served at the attestations' address, the attachments %s",
    async (attachments) => {
      const domain = await makeDomain();
      expect((await domain.publish("team", tool, { ...withProvenance, attachments })).status).toBe(201);
      const answer = await domain.ask("team/-/npm/v1/attestations/@acme%2ftool@1.0.0");
      expect(await answer.json()).toEqual({ attestations: [{ predicateType: statement.predicateType, bundle }] });
      expect(JSON.stringify(await packument(domain, "team/@acme%2ftool"))).not.toContain("dsseEnvelope");
    },
  );

  test.each([
    ["npm/12.2.0 node/v24 linux x64", "at npm's default registry"],
    ["pnpm/12.21.0 npm/? node/? linux x64", "at the endpoint"],
    ["Bun/1.4.5", "nowhere"],
  ])("is announced at the endpoint to %s, whose tarballs are %s", async (userAgent) => {
    const domain = await makeDomain();
    await domain.publish("team", tool, withProvenance);
    const headers = { "user-agent": userAgent };
    const announced = {
      url: "http://127.0.0.1:4873/npm/team/-/npm/v1/attestations/@acme%2ftool@1.0.0",
      provenance: { predicateType: statement.predicateType },
    };
    for (const path of ["team/@acme%2ftool", "team/@acme%2ftool?write=true"]) {
      const shown = (await (await domain.ask(path, { headers })).json()) as Shown;
      expect(shown.versions["1.0.0"]?.dist["attestations"]).toEqual(announced);
    }
    const one = (await (await domain.ask("team/@acme%2ftool/1.0.0", { headers })).json()) as {
      readonly dist: Readonly<Record<string, unknown>>;
    };
    expect(one.dist["attestations"]).toEqual(announced);
  });

  test("signatures and attestations that a client says its version has are not kept", async () => {
    const domain = await makeDomain();
    const dist = {
      integrity: tool.integrity,
      signatures: [{ keyid: "SHA256:made-up", sig: "made up" }],
      attestations: { url: "https://elsewhere.example.com/-/npm/v1/attestations/x", provenance: {} },
    };
    await domain.publish("team", tool, { manifest: { dist } });
    const shown = (await packument(domain, "team/@acme%2ftool")).versions["1.0.0"]?.dist;
    expect(shown).toMatchObject({ integrity: tool.integrity });
    expect(Object.keys(shown ?? {})).not.toEqual(expect.arrayContaining(["signatures"]));
    expect(Object.keys(shown ?? {})).not.toEqual(expect.arrayContaining(["attestations"]));
  });

  test("a version published without has none, whatever a public registry says of one of its name", async () => {
    const domain = await makeDomain();
    await domain.publish("team", tool);
    expect((await domain.ask("team/-/npm/v1/attestations/@acme%2ftool@1.0.0")).status).toBe(404);
  });

  test("what is no bundle is refused", async () => {
    const domain = await makeDomain();
    const attachmentsToo = { "@acme/tool-1.0.0.sigstore": { data: "no JSON" } };
    expect((await domain.publish("team", tool, { attachmentsToo })).status).toBe(400);
    expect(await domain.storedCount()).toBe(0);
  });
});
