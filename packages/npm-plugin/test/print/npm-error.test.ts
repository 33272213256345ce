import { expect, test } from "vitest";
import { NpmFailure } from "../../src/npm-failure.ts";
import { describeNpmError } from "../../src/print/npm-error.ts";

const failure = (message: string, fields: object): Error => Object.assign(new Error(message), fields);

test("a failure of npm's libraries keeps its code, and says what to do next", () => {
  const described = describeNpmError(failure("bad bytes", { code: "EINTEGRITY" }));
  expect(described).toMatchObject({ code: "EINTEGRITY", message: "bad bytes" });
  expect(described?.hint).toContain("lockfile");
});

test("wrong use keeps its own hint", () => {
  expect(describeNpmError(new NpmFailure("EUSAGE", "not so", "so"))).toEqual({
    code: "EUSAGE",
    message: "not so",
    hint: "so",
    exitCode: 1,
  });
});

test("no credentials are told", () => {
  const message = "GET https://someone:secret-word@npm.example.com/lib";
  expect(describeNpmError(failure(message, { code: "E500" }))?.message).not.toContain("secret-word");
  expect(describeNpmError(new NpmFailure("EUSAGE", message))?.message).not.toContain("secret-word");
});

test("faults of the program are none of npm's failures", () => {
  expect(describeNpmError(new TypeError("x is not a function"))).toBeUndefined();
  expect(describeNpmError(failure("wrong argument", { code: "ERR_INVALID_ARG_TYPE" }))).toBeUndefined();
  expect(describeNpmError(failure("a file is missing", { code: "MODULE_NOT_FOUND" }))).toBeUndefined();
  expect(describeNpmError(failure("held up", { code: "ERR_SOCKET_TIMEOUT" }))?.code).toBe("ERR_SOCKET_TIMEOUT");
  expect(describeNpmError(undefined)).toBeUndefined();
});

test.each([
  "Z_BUF_ERROR",
  "Z_DATA_ERROR",
  "TAR_BAD_ARCHIVE",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "CERT_HAS_EXPIRED",
  "FETCH_ERROR",
])("%s is a failure that npm knows", (code) => {
  expect(describeNpmError(failure("not so", { code }))).toEqual({ code, message: "not so", exitCode: 1 });
});

test("the exit code is the number that the system gave; a code that stands for one is none", () => {
  expect(describeNpmError(failure("cut off", { code: "Z_BUF_ERROR", errno: -5 }))?.exitCode).toBe(-5);
  // npm's fetch repeats its code there.
  expect(describeNpmError(failure("refused", { code: "ECONNREFUSED", errno: "ECONNREFUSED" }))?.exitCode).toBe(1);
});

test("a program that ended with a number is told with its command and what it said", () => {
  const fields = { code: 128, cmd: "git", args: ["ls-remote", "https://someone:secret-word@git.example.com/a"] };
  expect(describeNpmError(failure("unknown", { ...fields, stderr: "fatal: no repository\n" }))).toEqual({
    code: "128",
    message: "unknown: git ls-remote https://***@git.example.com/a\nfatal: no repository",
    exitCode: 128,
  });
  expect(describeNpmError(failure("unknown", { ...fields, code: null, signal: "SIGTERM" }))).toMatchObject({
    code: "SIGTERM",
    exitCode: 1,
  });
});

test("a script that failed is told with its package, its command and what it said", () => {
  const error = failure("command failed", {
    code: 3,
    event: "postinstall",
    pkgid: "lib@1.0.0",
    path: "/project/node_modules/lib",
    args: ["-c", "node build.js"],
    stderr: "no compiler\n",
  });
  expect(describeNpmError(error)).toMatchObject({
    code: "ELIFECYCLE",
    message: "The script postinstall of lib@1.0.0 failed with 3: node build.js\nno compiler",
    exitCode: 3,
  });
});

test("a package that is not made for this Node is told with what it asks for", () => {
  const fields = { code: "EBADENGINE", pkgid: "lib@1.0.0", required: { node: ">=99" }, current: { node: "24.0.0" } };
  expect(describeNpmError(failure("Unsupported engine", fields))?.message).toBe(
    'lib@1.0.0: Unsupported engine; it asks for {"node":">=99"}, and this is {"node":"24.0.0"}',
  );
});

test("a conflict tells who wants what and what is there instead", () => {
  const edge = { type: "peer", name: "base", spec: "^2.0.0", from: { name: "lib", version: "1.0.0" } };
  const current = {
    name: "base",
    version: "1.0.0",
    dependents: [{ type: "prod", name: "base", spec: "1.0.0", from: {} }],
  };
  const described = describeNpmError(failure("unable to resolve", { code: "ERESOLVE", edge, current }));
  expect(described?.message).toBe(
    [
      "The dependency tree cannot be resolved.",
      'Found: base@1.0.0, as base@"1.0.0" from the project',
      'Could not resolve: peer base@"^2.0.0" from lib@1.0.0',
    ].join("\n"),
  );
  expect(described?.hint).toContain("--legacy-peer-deps");
});
