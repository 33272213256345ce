import { afterAll, beforeAll, expect, test } from "vitest";
import { createFaultProject, type FaultProject } from "./fault-project.ts";

let project: FaultProject;

beforeAll(async () => {
  project = await createFaultProject({ registry: "http://127.0.0.1:9/" });
});
afterAll(() => project.close());

test.each([
  ["is not on the PATH", "no-such-client", 'The client "no-such-client" is not on the PATH.'],
  ["is a folder", "./", 'The client "./" is no program that may be run.'],
  ["may not be run", "./package.json", 'The client "./package.json" is no program that may be run.'],
])("a client that %s exits 127 with what to do", async (_, client, message) => {
  const { code, stdout, stderr } = await project.headwater(["exec", "--", client, "install"]);
  expect({ code, stdout }).toEqual({ code: 127, stdout: "" });
  expect(stderr).toContain(`error CLIENT_NOT_FOUND: ${message}\n  hint: Install it, or write its path;`);
});

test.each([
  ["that exits with code 7", "process.exit(7)", 7],
  ["killed by SIGTERM", "process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 1e5)", 143],
  ["killed by SIGKILL", "process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 1e5)", 137],
])("the exit code of a client %s passes through, and nothing is added to it", async (_, script, expected) => {
  const { code, stdout, stderr } = await project.headwater(["exec", "--", "node", "-e", script]);
  expect({ code, stdout, stderr }).toEqual({ code: expected, stdout: "", stderr: "" });
});

test("what a client prints and reads passes through unchanged", async () => {
  const script = "console.log('out'); console.error('err'); process.exit(0)";
  const { code, stdout, stderr } = await project.headwater(["exec", "--", "node", "-e", script]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "out\n", stderr: "err\n" });
});

test("no client at all exits 2", async () => {
  expect((await project.headwater(["exec"])).code).toBe(2);
});

test("after all of that the store is whole and nothing is left lying about", async () => {
  expect(await project.harm()).toEqual([]);
});
