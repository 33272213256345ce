import { expect, test } from "vitest";
import { drain } from "../../../../test/kit/resolver-builder.ts";
import { withFirstBytes } from "../../src/asset/first-bytes.ts";

const streamOf = (...chunks: readonly string[]): ReadableStream<Uint8Array> =>
  ReadableStream.from(chunks.map((chunk) => Buffer.from(chunk)));

test("the bytes are those of the source", async () => {
  expect((await drain(await withFirstBytes(streamOf("one ", "two ", "three")))).toString()).toBe("one two three");
  expect((await drain(await withFirstBytes(streamOf()))).toString()).toBe("");
});

test("a source that fails before its first bytes fails here, where it can still be answered properly", async () => {
  const source = new ReadableStream<Uint8Array>({ start: (controller) => controller.error(new Error("refused")) });
  await expect(withFirstBytes(source)).rejects.toThrow("refused");
});

test("a source that fails later fails the reader", async () => {
  let pulls = 0;
  const source = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulls += 1;
      if (pulls === 1) controller.enqueue(Buffer.from("first"));
      else controller.error(new Error("broken"));
    },
  });
  await expect(drain(await withFirstBytes(source))).rejects.toThrow("broken");
});

test("a reader that goes away ends the source", async () => {
  const reasons: unknown[] = [];
  const source = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(Buffer.from("more")),
    cancel: (reason) => void reasons.push(reason),
  });
  await (await withFirstBytes(source)).cancel("client has gone");
  expect(reasons).toStrictEqual(["client has gone"]);
});
