import { expect, test } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { requireDomain } from "../../src/use-cases/require-domain.ts";

test("the domain is the one that the store was made for", async () => {
  const { references } = await buildResolver({ repositories: {} });
  expect(await requireDomain(references)).toMatchObject({ name: "acme", owner: "111122223333" });
});

test("a store that was never made a domain's says so", async () => {
  await expect(requireDomain(createMemoryStores().references)).rejects.toMatchObject({ code: "DOMAIN_NOT_FOUND" });
});
