import { HeadwaterError } from "@headwater/resolver";
import { expect, test } from "vitest";
import { printError } from "../../src/print/error.ts";

const error = new HeadwaterError("REPOSITORY_NOT_FOUND", "There is no repository x.", {
  hint: "Make it.",
  cause: new Error("the cause"),
});

test("an error is its code, its message, and its hint on a line of its own", () => {
  expect(printError(error, { format: "text", details: false })).toBe(
    "error REPOSITORY_NOT_FOUND: There is no repository x.\n  hint: Make it.\n",
  );
});

test("as JSON it has code, message and hint, and no stack", () => {
  expect(JSON.parse(printError(error, { format: "json", details: false }))).toEqual({
    error: { code: "REPOSITORY_NOT_FOUND", message: "There is no repository x.", hint: "Make it." },
  });
});

test("the stack and its causes are shown only when asked for", () => {
  const shown = printError(error, { format: "text", details: true });
  expect(shown).toContain("error.test.ts");
  expect(shown).toContain("caused by: Error: the cause");
});

test("a fault of the program is INTERNAL, without credentials in its message", () => {
  const shown = printError(new TypeError("no https://me:secret@host.example/"), { format: "text", details: false });
  expect(shown).toContain("error INTERNAL: Headwater failed: no https://***@host.example/");
  expect(shown).not.toContain("secret");
  expect(printError("thrown text", { format: "json", details: true })).toContain("thrown text");
});

test("a cause that is no error is shown without credentials too", () => {
  const cause = { url: "https://me:secret@host.example/", token: "secret", again: 1n };
  for (const format of ["text", "json"] as const) {
    const shown = printError(new Error("failed", { cause }), { format, details: true });
    expect(shown).toContain("caused by: ");
    expect(shown).toContain("https://***@host.example/");
    expect(shown).not.toContain("secret");
  }
});
