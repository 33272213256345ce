import { describe, expect, test } from "vitest";
import { DEFAULT_REGISTRY } from "./packument-builder.ts";
import { BASE_URL, makeNpmFormat } from "./test-npm-format.ts";

const lib = {
  name: "@acme/lib",
  version: "1.0.0",
  dist: { tarball: "@acme/lib/-/lib-1.0.0.tgz", integrity: "sha512-x" },
};
const npm = { "user-agent": "npm/12.2.0 node/v24", "npm-command": "install" };

describe("an endpoint for one scope", () => {
  const asking = () => makeNpmFormat({ "@acme/lib": { held: { "1.0.0": lib }, tags: { latest: "1.0.0" } } }).ask;
  const tarballAt = async (path: string): Promise<string> => {
    const answer = await asking()(path, { headers: npm });
    const { versions } = (await answer.json()) as { versions: Record<string, { dist: { tarball: string } }> };
    return versions["1.0.0"]?.dist.tarball ?? "";
  };

  test("names its own tarballs to npm, which would ask the registry of all packages for them otherwise", async () => {
    for (const name of ["@acme%2flib", "@acme/lib"])
      expect(await tarballAt(`@acme/${name}`)).toBe(`${BASE_URL}@acme/@acme/lib/-/lib-1.0.0.tgz`);
    expect(await tarballAt("@acme%2flib")).toBe(`${DEFAULT_REGISTRY}@acme/lib/-/lib-1.0.0.tgz`);
  });

  test.each([
    "@acme/@acme/lib/-/lib-1.0.0.tgz",
    "@acme/-/ping",
    "@acme/-/package/@acme%2flib/dist-tags",
    "@acme/@acme%2flib/1.0.0",
  ])("answers %s", async (path) => {
    expect((await asking()(path)).status).toBe(200);
  });

  test("is none without a name behind the scope", async () => {
    for (const path of ["@acme/-", "@acme/", "@acme/lib/-/lib-9.9.9.tgz"])
      await expect(asking()(path)).rejects.toMatchObject({
        code: expect.stringMatching(/NOT_FOUND|INVALID_NAME/) as string,
      });
  });
});
