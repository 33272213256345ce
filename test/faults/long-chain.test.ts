import { afterAll, beforeAll, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { createFaultProject, type FaultProject } from "./fault-project.ts";

interface Explained {
  readonly steps: readonly { readonly repository: string }[];
  readonly notices: readonly { readonly code: string; readonly message: string }[];
}

const LIMIT = "more than 25 upstream repositories are reachable; the search for lib ended at the 25th.";

let registry: RecordedRegistry;
let project: FaultProject;

beforeAll(async () => {
  registry = await startRecordedRegistry({ packages: [buildPackage({ name: "lib", version: "1.0.0" })] });
  project = await createFaultProject({ registry: registry.url });
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

/** `link-0 -> link-1 -> … -> link-<upstreams>`; the connection is at that one. */
const chain = (upstreams: number, name = "link"): string => {
  const links = Array.from({ length: upstreams + 1 }, (_, index) =>
    index < upstreams
      ? `  ${name}-${index}: { upstreams: [${name}-${index + 1}] }\n`
      : `  ${name}-${index}: { externalConnection: "public:npmjs" }\n`,
  );
  return `repositories:\n${links.join("")}repository: ${name}-0\n`;
};

test("a chain of 26 upstreams is searched to the 25th, and explain says so (U2, U7)", async () => {
  await project.configure(chain(26));
  const { code, stdout } = await project.headwater(["explain", "lib"]);
  expect(code).toBe(1);
  expect(stdout).toContain("└─ link-25: does not hold it\n");
  expect(stdout).not.toContain("link-26");
  expect(stdout).toContain(`notice      link-0: ${LIMIT}\n`);
  const json = await project.headwater(["explain", "lib", "--json"]);
  const { steps, notices } = JSON.parse(json.stdout) as Explained;
  expect(steps.at(-1)?.repository).toBe("link-25");
  expect(notices).toEqual([{ code: "SEARCH_LIMIT_REACHED", message: `link-0: ${LIMIT}` }]);
});

test.each(["npm-12", "pnpm-10"] as const)(
  "an install with %s that the chain is too long for says so (U2)",
  async (client) => {
    await project.configure(chain(26));
    const installed = await project.exec(client, ["install", "lib"]);
    expect(installed.code).toBe(1);
    expect(installed.stderr).toContain(`headwater: link-0: ${LIMIT}`);
    expect(await project.held("link-0")).toEqual([]);
  },
);

test("what is found before the 25th is installed, with the notice that more was left out (U2, U7)", async () => {
  await project.configure(
    chain(26, "far")
      .replace("[far-1]", "[near, far-1]")
      .replace("repository:", '  near: { externalConnection: "public:npmjs" }\nrepository:'),
  );
  const installed = await project.exec("npm-12", ["install", "lib"]);
  expect(installed.code, installed.stderr).toBe(0);
  expect(installed.stderr).toContain(`headwater: far-0: ${LIMIT}`);
  expect(await project.held("far-0")).toEqual(["lib@1.0.0"]);
});

test("a chain of exactly 25 upstreams is searched whole, without a notice (U2, K3)", async () => {
  await project.configure(chain(25, "short"));
  const { code, stdout } = await project.headwater(["explain", "lib"]);
  expect(code).toBe(0);
  expect(stdout).toContain("would keep  short-25, short-0\n");
  expect(stdout).not.toContain("notice");
});

test("after all of that the store is whole and nothing is left lying about", async () => {
  expect(await project.harm()).toEqual([]);
});
