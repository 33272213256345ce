import { expect, test } from "vitest";
import type { Repository } from "../../src/repository/repository.ts";
import { describeRepository, domainArn, summarizeRepository } from "../../src/use-cases/describe-repository.ts";

const domain = { name: "acme", owner: "111122223333", createdTime: 1 };
const repository: Repository = {
  name: "npm-store",
  administratorAccount: "444455556666",
  upstreams: ["own"],
  createdTime: 2,
};

test("R4: a repository's ARN names the domain's owner, not its administrator", () => {
  expect(domainArn("local", domain)).toBe("arn:aws:codeartifact:local:111122223333:domain/acme");
  expect(summarizeRepository("eu-west-1", domain, repository)).toStrictEqual({
    name: "npm-store",
    administratorAccount: "444455556666",
    domainName: "acme",
    domainOwner: "111122223333",
    arn: "arn:aws:codeartifact:eu-west-1:111122223333:repository/acme/npm-store",
    createdTime: 2,
  });
});

test("E1: a description lists the upstreams in order and the one connection with its format", () => {
  expect(describeRepository("local", domain, { ...repository, externalConnection: "public:npmjs" })).toMatchObject({
    upstreams: [{ repositoryName: "own" }],
    externalConnections: [{ externalConnectionName: "public:npmjs", packageFormat: "npm", status: "Available" }],
  });
  expect(describeRepository("local", domain, repository).externalConnections).toStrictEqual([]);
});
