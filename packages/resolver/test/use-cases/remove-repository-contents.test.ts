import { expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { removeRepositoryContents } from "../../src/use-cases/remove-repository-contents.ts";

const contents = async (
  { references }: Awaited<ReturnType<typeof buildResolver>>,
  repository: string,
): Promise<number> => {
  const held = await references.list({ type: "reference", repository });
  const packages = await references.list({ type: "package", repository });
  return held.records.length + packages.records.length;
};

test("R7: everything under the name of a repository that has gone is removed, over several batches", async () => {
  const domain = await buildResolver({ repositories: { team: {}, other: {} } });
  const value = { originControls: { publish: "ALLOW", upstream: "ALLOW" }, tags: {} } as const;
  const names = Array.from({ length: 2_300 }, (_, index) => `p-${index}`);
  await domain.references.commit(
    names.map(
      (name) =>
        ({
          type: "put",
          key: { type: "package", repository: "team", package: { format: "npm", name } },
          value,
        }) as const,
    ),
  );
  await domain.publish("team", "lodash@1.0.0");
  await domain.publish("other", "lodash@1.0.0");
  await domain.references.commit([{ type: "delete", key: { type: "repository", repository: "team" } }]);
  await removeRepositoryContents(domain.references, "team");
  expect(await contents(domain, "team")).toBe(0);
  expect(await contents(domain, "other")).toBe(2);
});

test("R7: a repository that has been made again under the name in the meantime is left alone", async () => {
  const domain = await buildResolver({ repositories: { team: {} } });
  await domain.publish("team", "lodash@1.0.0");
  await removeRepositoryContents(domain.references, "team");
  expect(await contents(domain, "team")).toBe(2);
});
