import { expect, test } from "vitest";
import { printTable } from "../../src/print/table.ts";

test("the wrapper around one object is left out, and names are words", () => {
  expect(printTable({ domain: { name: "acme", repositoryCount: 3 } })).toBe(
    "name              acme\nrepository count  3\n",
  );
});

test("lists of what is described stand on its own lines, the empty ones as a dash", () => {
  const externalConnections = [{ externalConnectionName: "public:npmjs", packageFormat: "npm", status: "Available" }];
  const upstreams = [{ repositoryName: "shared" }, { repositoryName: "release" }];
  expect(printTable({ repository: { name: "team", upstreams, externalConnections } })).toBe(
    [
      "name                  team",
      "upstreams             shared, release",
      "external connections  public:npmjs npm Available",
      "",
    ].join("\n"),
  );
  expect(printTable({ repository: { name: "team", upstreams: [] } })).toBe("name       team\nupstreams  -\n");
});

test("values beside a list stand above it, and an empty list says so", () => {
  expect(printTable({ format: "npm", versions: [] })).toBe("format  npm\n\nNo versions.\n");
});

test("each value of a nested object has a column, a missing one a dash", () => {
  const versions = [
    { version: "1.0.0", origin: { originType: "EXTERNAL", domainEntryPoint: { repositoryName: "team" } } },
    { version: "2.0.0" },
  ];
  expect(printTable({ versions })).toBe(
    [
      "VERSION  ORIGIN TYPE  REPOSITORY NAME", //
      "1.0.0    EXTERNAL     team",
      "2.0.0    -            -",
      "",
    ].join("\n"),
  );
});

test("columns that would have the same name say where they come from", () => {
  const document = { thing: { name: "a", source: { name: "b" } } };
  expect(printTable(document)).toBe("name         a\nsource name  b\n");
});

test("a column that the first row lacks stands where the others have it", () => {
  const packages = [
    { format: "npm", package: "lib" },
    { format: "npm", namespace: "types", package: "node" },
  ];
  expect(printTable({ packages })).toBe(
    "FORMAT  NAMESPACE  PACKAGE\nnpm     -          lib\nnpm     types      node\n", //
  );
});

test("columns of numbers are aligned at the right", () => {
  const assets = [{ name: "package.tgz", size: 2774 }, { name: "a", size: 3 }, { name: "b" }];
  expect(printTable({ assets })).toBe("NAME         SIZE\npackage.tgz  2774\na               3\nb               -\n");
});

test("rows that are wider than the terminal are written one value to a line", () => {
  const repositories = [
    { name: "team", arn: "arn:aws:codeartifact:local:1:repository/acme/team" },
    { name: "shared", arn: "arn:aws:codeartifact:local:1:repository/acme/shared" },
  ];
  expect(printTable({ repositories }, 57)).toBe(
    [
      "name  team",
      "arn   arn:aws:codeartifact:local:1:repository/acme/team",
      "",
      "name  shared",
      "arn   arn:aws:codeartifact:local:1:repository/acme/shared",
      "",
    ].join("\n"),
  );
  expect(printTable({ repositories }, 80)).toMatch(/^NAME +ARN\nteam +arn/);
});

test("no value can break its line", () => {
  expect(printTable({ packageVersion: { summary: "one\n\ttwo" } })).toBe("summary  one two\n");
});
