import { expect, test } from "vitest";
import { configurationJsonSchema } from "../../src/configuration/schema.ts";

test("the JSON Schema for editors is the one that is checked in (vitest --update writes it)", async () => {
  await expect(`${JSON.stringify(configurationJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot(
    "../../schema/headwater.schema.json",
  );
});
