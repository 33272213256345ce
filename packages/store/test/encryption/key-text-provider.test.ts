import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { describeKeyProvider } from "../../../../test/conformance/key-provider.ts";
import { createKeyTextProvider } from "../../src/encryption/key-text-provider.ts";

const origin = "the variable HEADWATER_KEY";

describeKeyProvider("a text", async () => {
  const key = randomBytes(32);
  return {
    provider: createKeyTextProvider({ text: key.toString("base64"), origin }),
    same: createKeyTextProvider({ text: key.toString("hex"), origin }),
    different: createKeyTextProvider({ text: randomBytes(32).toString("base64"), origin }),
  };
});

describe("createKeyTextProvider", () => {
  it.each([undefined, "", "  \n"])("has KEY_NOT_FOUND for %j, and makes no key", async (text) => {
    const provider = createKeyTextProvider({ text, origin });
    const missing = { code: "KEY_NOT_FOUND", message: `There is no key in ${origin}.` };
    await expect(provider.prepare()).rejects.toMatchObject(missing);
    await expect(provider.wrap(randomBytes(32), {})).rejects.toMatchObject(missing);
    await expect(provider.unwrap(randomBytes(64), {})).rejects.toMatchObject(missing);
  });

  it("has KEY_WRONG for a text that is no key", async () => {
    await expect(createKeyTextProvider({ text: "hunter2", origin }).prepare()).rejects.toMatchObject({
      code: "KEY_WRONG",
    });
  });
});
