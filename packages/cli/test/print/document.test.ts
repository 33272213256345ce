import { expect, test } from "vitest";
import { printDocument } from "../../src/print/document.ts";

const document = {
  repositories: [
    { name: "team", upstreams: [{ repositoryName: "shared" }] },
    { name: "npm-store", description: "a\tb", upstreams: [] },
  ],
};

test("JSON is the document itself", () => {
  expect(JSON.parse(printDocument(document, "json"))).toEqual(document);
});

test("text has a line of tab-separated values per object, behind its name in capitals", () => {
  expect(printDocument(document, "text")).toBe("REPOSITORIES\tteam\nUPSTREAMS\tshared\nREPOSITORIES\ta b\tnpm-store\n");
});

test("a table has a row per element of a list", () => {
  expect(printDocument(document, "table")).toBe(
    "NAME       DESCRIPTION  UPSTREAMS\nteam       -            shared\nnpm-store  a b          -\n",
  );
});
