import { expect, test } from "vitest";
import { configurationJsonSchema } from "../../src/configuration/schema.ts";

test("the JSON Schema for editors is the one that is checked in (vitest --update writes it)", async () => {
  await expect(asFormatted(configurationJsonSchema())).toMatchFileSnapshot("../../schema/headwater.schema.json");
});

/** JSON as the formatter leaves it: lists of words on one line. */
function asFormatted(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return `${text.replace(/\[\s+([^[\]{}]*?)\s+\]/g, (_, words: string) => `[${words.replace(/\s*\n\s*/g, " ")}]`)}\n`;
}
