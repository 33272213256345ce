import { afterAll, beforeAll, expect, test } from "vitest";
import { createFaultProject, type FaultProject } from "./fault-project.ts";

interface Described {
  readonly repository: {
    readonly upstreams: readonly { readonly repositoryName: string }[];
    readonly externalConnections: readonly { readonly externalConnectionName: string }[];
  };
}

const many = Array.from({ length: 11 }, (_, index) => `source-${index}`);
const declared = `repositories:
  team:      { upstreams: [shared] }
  shared:    { upstreams: [npm-store] }
  npm-store: { externalConnection: "public:npmjs" }
${many.map((name) => `  ${name}: {}\n`).join("")}repository: team
`;

let project: FaultProject;

beforeAll(async () => {
  project = await createFaultProject({ registry: "http://127.0.0.1:9/" });
  await project.configure(declared);
});
afterAll(() => project.close());

const upstreamsOf = async (name: string): Promise<readonly string[]> => {
  const { stdout } = await project.quickly(["describe-repository", "--repository", name]);
  const { repository } = JSON.parse(stdout) as Described;
  return repository.upstreams.map(({ repositoryName }) => repositoryName);
};

test("an 11th upstream is refused, exits 2 and changes nothing (U1)", async () => {
  const update = await project.headwater(["update-repository", "--repository", "team", "--upstreams", ...many]);
  expect(update.code).toBe(2);
  expect(update.stderr).toContain(
    'error UPSTREAM_LIMIT_EXCEEDED: The repository "team" would have 11 upstreams; at most 10 are allowed.\n' +
      "  hint: Group some of them behind a repository of their own",
  );
  expect(await upstreamsOf("team")).toEqual(["shared"]);

  const create = await project.quickly(["create-repository", "--repository", "eleven", "--upstreams", ...many]);
  expect(create.code).toBe(2);
  expect(create.stderr).toContain("UPSTREAM_LIMIT_EXCEEDED");
  const described = await project.quickly(["describe-repository", "--repository", "eleven"]);
  expect(described.stderr).toContain("REPOSITORY_NOT_FOUND");

  const ten = ["update-repository", "--repository", "team", "--upstreams", ...many.slice(0, 10)];
  expect((await project.quickly(ten)).code).toBe(0);
});

test("a cycle is refused with the way round, exits 2 and changes nothing (U6)", async () => {
  const update = await project.headwater(["update-repository", "--repository", "npm-store", "--upstreams", "team"]);
  expect(update.code).toBe(2);
  expect(update.stderr).toContain("error UPSTREAM_CYCLE: ");
  expect(update.stderr).toContain("npm-store -> team -> shared -> npm-store");
  expect(await upstreamsOf("npm-store")).toEqual([]);

  const itself = await project.quickly(["update-repository", "--repository", "team", "--upstreams", "team"]);
  expect([itself.code, itself.stderr]).toEqual([2, expect.stringContaining("team -> team")]);
});

test("an upstream that the domain does not have is refused and exits 1 (U3)", async () => {
  const update = await project.headwater(["update-repository", "--repository", "team", "--upstreams", "nowhere"]);
  expect(update.code).toBe(1);
  expect(update.stderr).toContain('error REPOSITORY_NOT_FOUND: The upstream "nowhere" of the repository "team"');
  expect(await upstreamsOf("team")).toEqual(["shared"]);
});

test("a second external connection is refused, exits 2 and leaves the first (E1)", async () => {
  const second = ["associate-external-connection", "--repository", "npm-store", "--external-connection"];
  const other = await project.headwater([...second, "public:pypi"]);
  expect(other.code).toBe(2);
  expect(other.stderr).toContain(
    'error EXTERNAL_CONNECTION_LIMIT_EXCEEDED: The repository "npm-store" already has the external connection "public:npmjs"; "public:pypi" would be a second one.\n' +
      "  hint: A repository has at most one.",
  );
  const same = await project.quickly([...second, "public:npmjs"]);
  expect([same.code, same.stderr]).toEqual([2, expect.stringContaining("error ALREADY_EXISTS: ")]);
  const { repository } = await project.json<Described>(["describe-repository", "--repository", "npm-store"]);
  expect(repository.externalConnections).toMatchObject([{ externalConnectionName: "public:npmjs" }]);
});

test.each([
  ["11 upstreams", `repositories:\n  team: { upstreams: [${many.join(", ")}] }\n`, "UPSTREAM_LIMIT_EXCEEDED", "6:22"],
  ["a cycle", "repositories:\n  aa: { upstreams: [bb] }\n  bb: { upstreams: [aa] }\n", "UPSTREAM_CYCLE", "6:20"],
  ["two connections", "repositories:\n  team: { externalConnection: [a, b] }\n", "CONFIGURATION_INVALID", "6:31"],
])(
  "a configuration with %s is refused with its place, and the domain stays as it is",
  async (_, text, errorCode, place) => {
    await project.configure(`${text}repository: team\n`);
    const { code, stderr } = await project.quickly(["list-repositories"]);
    expect(code).toBe(2);
    expect(stderr).toContain(`error ${errorCode}: headwater.yml:${place}: `);
    await project.configure(declared);
    expect(await upstreamsOf("shared")).toEqual(["npm-store"]);
  },
);

test("after all of that the store is whole and nothing is left lying about", async () => {
  expect(await project.harm()).toEqual([]);
});
