import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFaultProject, type FaultProject } from "./fault-project.ts";

let project: FaultProject;

beforeAll(async () => {
  // No registry listens there, and none of these commands needs one.
  project = await createFaultProject({ registry: "http://127.0.0.1:9/" });
});
afterAll(() => project.close());

const KNOWN = "There are: npm-store, shared, team.";

test.each([
  ["list-packages", "--repository"],
  ["describe-repository", "--repository"],
  ["delete-repository", "--repository"],
  ["update-repository", "--upstreams", "[]", "--repository"],
  ["associate-external-connection", "--external-connection", "public:npmjs", "--repository"],
  ["explain", "lib", "--repository"],
])("%s of an unknown repository exits 1 and names those that there are", async (...command) => {
  const { code, stdout, stderr } = await project.quickly([...command, "tema"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toBe(
    `error REPOSITORY_NOT_FOUND: The domain acme has no repository "tema".\n  hint: Did you mean team? ${KNOWN}\n`,
  );
});

test("exec with an unknown repository exits 1 and never starts the client", async () => {
  const client = ["exec", "--repository", "nowhere", "--", "node", "-e", "console.log('started')"];
  const { code, stdout, stderr } = await project.headwater(client);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain('error REPOSITORY_NOT_FOUND: The domain acme has no repository "nowhere".');
});

test.each([
  ["domain", "--domain", "other", '"other" of the owner 111122223333'],
  ["owner", "--domain-owner", "999999999999", '"acme" of the owner 999999999999'],
])("an unknown %s exits 1 and names the one that the configuration has", async (_, option, value, named) => {
  const { code, stderr } = await project.headwater(["stats", option, value]);
  expect(code).toBe(1);
  expect(stderr).toContain(`error DOMAIN_NOT_FOUND: There is no domain ${named} here.`);
  expect(stderr).toContain("hint: The configuration names the domain acme of 111122223333");
});

test("a store of another domain is refused, exits 2 and stays as it is", async () => {
  await project.json(["stats"]);
  await writeFile(join(project.folder, "other.yml"), 'domain: other\nowner: "111122223333"\n');
  const { code, stderr } = await project.headwater(["stats", "--config", "other.yml"]);
  expect(code).toBe(2);
  expect(stderr).toContain("error CONFIGURATION_INVALID: The store belongs to the domain acme of 111122223333");
});

test.each([
  [
    "no name of the fixed list (E5)",
    "public:nowhere",
    1,
    "EXTERNAL_CONNECTION_NOT_FOUND",
    "Use one of: public:npmjs, ",
  ],
  ["of a format that is not served yet", "public:pypi", 2, "NOT_SUPPORTED", "For npm packages use public:npmjs."],
])("an external connection that is %s is refused", async (_, connection, exit, errorCode, hint) => {
  const associate = ["associate-external-connection", "--repository", "team", "--external-connection", connection];
  const { code, stderr } = await project.quickly(associate);
  expect(code).toBe(exit);
  expect(stderr).toContain(`error ${errorCode}: `);
  expect(stderr).toContain(`  hint: ${hint}`);
  const { repository } = await project.json<{ repository: { externalConnections: unknown[] } }>([
    "describe-repository",
    "--repository",
    "team",
  ]);
  expect(repository.externalConnections).toEqual([]);
});

test("removing a connection that a repository does not have exits 1 and says where to look", async () => {
  const remove = ["disassociate-external-connection", "--repository", "team", "--external-connection", "public:npmjs"];
  const { code, stderr } = await project.quickly(remove);
  expect(code).toBe(1);
  expect(stderr).toContain(
    'error EXTERNAL_CONNECTION_NOT_FOUND: The repository "team" has no external connection "public:npmjs".\n' +
      "  hint: See what it has with: headwater describe-repository --repository team\n",
  );
});

test("after all of that the store is whole and nothing is left lying about", async () => {
  expect(await project.harm()).toEqual([]);
});
