import { expect, test } from "vitest";
import { endpointUrl, repositoryOfEndpoint, repositoryOfSetting } from "../../src/configuration/endpoint-url.ts";

test("R2: a repository has one endpoint per format, each with a trailing slash", () => {
  expect(endpointUrl({ server: { url: "http://127.0.0.1:4873/" } }, "team")).toBe("http://127.0.0.1:4873/npm/team/");
  expect(endpointUrl({ server: { url: "https://packages.example.com/hw/" } }, "team", "generic")).toBe(
    "https://packages.example.com/hw/generic/team/",
  );
});

test.each([
  ["http://127.0.0.1:4873/npm/release", "release"],
  ["http://127.0.0.1:4873/npm/release/", "release"],
  ["http://127.0.0.1:4873/npm/release/@acme/", "release"],
  ["http://127.0.0.1:4873", undefined],
  ["http://127.0.0.1:4873/npm/", undefined],
  ["http://127.0.0.1:4873/npm/release/more", undefined],
  ["http://127.0.0.1:4874/npm/release", undefined],
  ["https://npm.example.com", undefined],
  ["not a url", undefined],
])("the registry %s names the repository %s of this server", (registry, repository) => {
  expect(repositoryOfEndpoint({ server: { url: "http://127.0.0.1:4873/" } }, registry)).toBe(repository);
});

test("a client's registry setting names a repository where it is an endpoint; HEADWATER_REPOSITORY wins over it", () => {
  const server = { url: "http://127.0.0.1:4873/" };
  const endpoint = "http://127.0.0.1:4873/npm/team/";
  expect(repositoryOfSetting({ server, repositorySource: "file" }, endpoint)).toBe("team");
  expect(repositoryOfSetting({ server, repositorySource: "file" }, "https://npm.example.com/")).toBeUndefined();
  expect(repositoryOfSetting({ server, repositorySource: "HEADWATER_REPOSITORY" }, endpoint)).toBeUndefined();
});
