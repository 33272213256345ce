import { expect, test } from "vitest";
import { untilCommitted } from "../../src/use-cases/until-committed.ts";

test("what conflicts is begun anew, until it is committed", async () => {
  let attempts = 0;
  const value = await untilCommitted("repositories", async () => {
    attempts += 1;
    return attempts < 3
      ? { result: { committed: false, conflicts: [] }, value: attempts }
      : { result: { committed: true, kept: [] }, value: attempts };
  });
  expect(value).toBe(3);
});

test("what conflicts all the time ends with CONFLICT, and says of what", async () => {
  const never = untilCommitted("package groups", async () => ({
    result: { committed: false, conflicts: [] },
    value: undefined,
  }));
  await expect(never).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("package groups") as string,
  });
});
