import { beforeEach, describe, expect, test, vi } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { drain, readUntilFailure } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, integrityOfBytes } from "../../../../test/kit/scripted-registry.ts";
import { HELD_BACK_BYTES } from "../../src/asset/held-back.ts";
import { type ReceivedAsset, verifiedStream } from "../../src/asset/verified-stream.ts";
import { HeadwaterError } from "../../src/errors/headwater-error.ts";
import type { AssetStore, AssetWriter } from "../../src/ports/asset-store.ts";

const MEBIBYTE = 1024 * 1024;

/** Chunks of 16 KiB; `before` runs ahead of each. */
function sourceOf(bytes: Uint8Array, before: (sent: number) => void | Promise<void> = () => undefined) {
  let sent = 0;
  const cancelled = vi.fn<(reason: unknown) => void>();
  const source = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await before(sent);
        if (sent < bytes.byteLength) controller.enqueue(bytes.slice(sent, (sent += 16 * 1024)));
        else controller.close();
      },
      cancel: cancelled,
    },
    { highWaterMark: 0 },
  );
  return { source, cancelled };
}

let assets: AssetStore;
let received: ReceivedAsset[];
let onSettled: ReturnType<typeof vi.fn<() => void>>;

beforeEach(() => {
  ({ assets } = createMemoryStores());
  received = [];
  onSettled = vi.fn<() => void>();
});

interface Given {
  readonly integrity?: string | undefined;
  readonly onReceived?: (asset: ReceivedAsset) => Promise<void>;
  readonly writer?: (real: AssetWriter) => AssetWriter;
}

async function verified(source: ReadableStream<Uint8Array>, given: Given = {}): Promise<ReadableStream<Uint8Array>> {
  const writer = await assets.create();
  return verifiedStream({
    source,
    writer: given.writer?.(writer) ?? writer,
    integrity: given.integrity,
    name: "lodash@1.0.0",
    onReceived: given.onReceived ?? (async (asset) => void received.push(asset)),
    onSettled,
  });
}

const storedCount = async (): Promise<number> => (await Array.fromAsync(assets.list())).length;

describe("bytes that are right", () => {
  test.each([0, 10, HELD_BACK_BYTES, HELD_BACK_BYTES + 1, 3 * MEBIBYTE])(
    "A2: %i of them reach the reader and the store alike",
    async (size) => {
      const bytes = bytesOf("lodash", size);
      const body = await verified(sourceOf(bytes).source, { integrity: integrityOfBytes(bytes) });
      expect((await drain(body)).equals(bytes)).toBe(true);
      expect(received).toHaveLength(1);
      const [asset] = received;
      expect(asset?.size).toBe(size);
      expect(Buffer.from(await assets.read(asset?.location ?? "")).equals(bytes)).toBe(true);
      expect(onSettled).toHaveBeenCalledTimes(1);
    },
  );

  test("are recorded before the last of them are given out", async () => {
    const recorded = Promise.withResolvers<void>();
    const body = await verified(sourceOf(bytesOf("lodash", MEBIBYTE)).source, { onReceived: () => recorded.promise });
    const reader = body.getReader();
    let got = 0;
    while (got < MEBIBYTE - HELD_BACK_BYTES) got += (await reader.read()).value?.byteLength ?? 0;
    const next = reader.read();
    const waited = await Promise.race([
      next.then(() => "given out"),
      new Promise((resolve) => setTimeout(resolve, 20, "held back")),
    ]);
    expect(waited).toBe("held back");
    recorded.resolve();
    expect((await next).value?.byteLength).toBeGreaterThan(0);
    await reader.cancel();
  });

  test("need not be announced with an SRI", async () => {
    expect((await drain(await verified(sourceOf(bytesOf("x")).source))).toString()).toBe(
      Buffer.from(bytesOf("x")).toString(),
    );
  });
});

describe("bytes that are wrong", () => {
  test.each([10, HELD_BACK_BYTES, 3 * MEBIBYTE])(
    "are never given out whole: of %i the last 64 KiB are missing, and nothing is stored",
    async (size) => {
      const { source } = sourceOf(bytesOf("forged", size));
      const body = await verified(source, { integrity: integrityOfBytes(bytesOf("lodash", size)) });
      const { received: got, code } = await readUntilFailure(body);
      expect(code).toBe("INTEGRITY_MISMATCH");
      expect(got).toBeLessThanOrEqual(Math.max(0, size - HELD_BACK_BYTES));
      expect(received).toStrictEqual([]);
      expect(await storedCount()).toBe(0);
      expect(onSettled).toHaveBeenCalledTimes(1);
    },
  );

  test("are told with what was expected and what came", async () => {
    const expected = integrityOfBytes(bytesOf("lodash"));
    const body = await verified(sourceOf(bytesOf("forged")).source, { integrity: expected });
    await expect(drain(body)).rejects.toMatchObject({
      message: expect.stringContaining("lodash@1.0.0") as string,
      details: { expected, sha512: expect.stringMatching(/^[0-9a-f]{128}$/) as string },
    });
  });
});

describe("a source or a store that fails in the middle", () => {
  test("ends the body with that error and leaves nothing stored", async () => {
    const { source } = sourceOf(bytesOf("lodash", 3 * MEBIBYTE), (sent) => {
      if (sent >= 2 * MEBIBYTE) throw new HeadwaterError("EXTERNAL_REGISTRY_UNREACHABLE", "Reset.");
    });
    const { received: got, code } = await readUntilFailure(await verified(source));
    expect(code).toBe("EXTERNAL_REGISTRY_UNREACHABLE");
    expect(got).toBeLessThanOrEqual(2 * MEBIBYTE - HELD_BACK_BYTES);
    expect(await storedCount()).toBe(0);
    expect(onSettled).toHaveBeenCalledTimes(1);
  });

  test("ends the source too, when it is the store that fails", async () => {
    const { source, cancelled } = sourceOf(bytesOf("lodash", MEBIBYTE));
    const full = new HeadwaterError("STORE_FULL", "No space left.");
    const writer = (real: AssetWriter): AssetWriter => ({ ...real, write: () => Promise.reject(full) });
    expect(await readUntilFailure(await verified(source, { writer }))).toStrictEqual({
      received: 0,
      code: "STORE_FULL",
    });
    expect(cancelled).toHaveBeenCalledWith(full);
    expect(onSettled).toHaveBeenCalledTimes(1);
  });

  test("settles also when the writer cannot even be aborted", async () => {
    const broken = new HeadwaterError("STORE_UNAVAILABLE", "Gone.");
    const writer = (): AssetWriter => ({
      write: () => Promise.reject(broken),
      finish: () => Promise.reject(broken),
      abort: () => Promise.reject(broken),
    });
    const body = await verified(sourceOf(bytesOf("x")).source, { writer });
    expect((await readUntilFailure(body)).code).toBe("STORE_UNAVAILABLE");
    expect(onSettled).toHaveBeenCalledTimes(1);
  });

  test("withholds the last bytes when recording them fails", async () => {
    const body = await verified(sourceOf(bytesOf("lodash")).source, {
      onReceived: () => Promise.reject(new HeadwaterError("CONFLICT", "The repository has gone.")),
    });
    expect(await readUntilFailure(body)).toStrictEqual({ received: 0, code: "CONFLICT" });
  });
});

describe("a reader that goes away", () => {
  test("in the middle ends the source and leaves nothing stored, though no SRI would tell the bytes incomplete", async () => {
    const waiting = Promise.withResolvers<void>();
    const paused = Promise.withResolvers<void>();
    const { source, cancelled } = sourceOf(bytesOf("lodash", 3 * MEBIBYTE), async (sent) => {
      if (sent < MEBIBYTE / 2) return;
      waiting.resolve();
      await paused.promise;
    });
    const reader = (await verified(source)).getReader();
    await reader.read();
    await waiting.promise;
    await reader.cancel("client has gone");
    paused.resolve();
    expect(cancelled).toHaveBeenCalledWith("client has gone");
    expect(received).toStrictEqual([]);
    expect(await storedCount()).toBe(0);
    expect(onSettled).toHaveBeenCalledTimes(1);
  });

  test("while a chunk is being written never has the writer aborted under it", async () => {
    const reached = Promise.withResolvers<void>();
    const writing = Promise.withResolvers<void>();
    const steps: string[] = [];
    const writer = (real: AssetWriter): AssetWriter => ({
      ...real,
      async write(chunk) {
        reached.resolve();
        await writing.promise;
        await real.write(chunk);
        steps.push("written");
      },
      async abort() {
        steps.push("aborted");
        await real.abort();
      },
    });
    const body = await verified(sourceOf(bytesOf("lodash")).source, { writer });
    await reached.promise;
    const cancelled = body.cancel();
    writing.resolve();
    await cancelled;
    expect(steps).toStrictEqual(["written", "aborted"]);
    expect(await storedCount()).toBe(0);
    expect(onSettled).toHaveBeenCalledTimes(1);
  });

  test("while whole and right bytes are being recorded does not lose them", async () => {
    const reached = Promise.withResolvers<void>();
    const recording = Promise.withResolvers<void>();
    const body = await verified(sourceOf(bytesOf("lodash")).source, {
      async onReceived(asset) {
        reached.resolve();
        await recording.promise;
        received.push(asset);
      },
    });
    await reached.promise;
    const cancelled = body.cancel();
    recording.resolve();
    await cancelled;
    expect(received).toHaveLength(1);
    expect(await storedCount()).toBe(1);
    expect(onSettled).toHaveBeenCalledTimes(1);
  });
});

test("reading from the source runs ahead of a slow reader by about a mebibyte, not by the whole asset", async () => {
  let sentMost = 0;
  const { source } = sourceOf(bytesOf("lodash", 8 * MEBIBYTE), (sent) => void (sentMost = sent));
  const body = await verified(source);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(sentMost).toBeGreaterThan(MEBIBYTE / 2);
  expect(sentMost).toBeLessThan(2 * MEBIBYTE);
  await body.cancel();
});
