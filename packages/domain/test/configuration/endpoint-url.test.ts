import { expect, test } from "vitest";
import { endpointUrl } from "../../src/configuration/endpoint-url.ts";

test("R2: a repository has one endpoint per format, each with a trailing slash", () => {
  expect(endpointUrl({ server: { url: "http://127.0.0.1:4873/" } }, "team")).toBe("http://127.0.0.1:4873/npm/team/");
  expect(endpointUrl({ server: { url: "https://packages.example.com/hw/" } }, "team", "generic")).toBe(
    "https://packages.example.com/hw/generic/team/",
  );
});
