import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeDomainKeys } from "../../src/encryption/domain-keys.ts";
import { FRAME_BYTES, FRAME_HEADER_BYTES, createFrameSealer, openFrames } from "../../src/encryption/frames.ts";
import { errorLike } from "../matchers.ts";

const keys = makeDomainKeys();
const CONTEXT = "aa/bb";
const STORED_FRAME = FRAME_BYTES + 16;
const corrupt = errorLike({ code: "STORE_CORRUPT" });

function seal(bytes: Uint8Array, context = CONTEXT): Buffer {
  const sealer = createFrameSealer(keys, context);
  return Buffer.concat([sealer.header, ...sealer.add(bytes), sealer.end()]);
}

function framesOf(stored: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = FRAME_HEADER_BYTES; at < stored.length; at += STORED_FRAME)
    frames.push(stored.subarray(at, at + STORED_FRAME));
  return frames;
}

describe("createFrameSealer", () => {
  it.each([
    [0, 1],
    [1, 1],
    [FRAME_BYTES - 1, 1],
    [FRAME_BYTES, 1],
    [FRAME_BYTES + 1, 2],
    [3 * FRAME_BYTES, 3],
  ])("puts %i bytes into %i frames, each with its tag, and openFrames gives them back", (size, frames) => {
    const bytes = randomBytes(size);
    const stored = seal(bytes);
    expect(stored).toHaveLength(FRAME_HEADER_BYTES + size + 16 * frames);
    expect(Buffer.compare(openFrames(keys, CONTEXT, stored), bytes)).toBe(0);
  });

  it("gives the same frames' worth whatever the pieces it is fed", () => {
    const bytes = randomBytes(2 * FRAME_BYTES + 17);
    for (const pieceSize of [1_000, 65_535, FRAME_BYTES, 100_000]) {
      const sealer = createFrameSealer(keys, CONTEXT);
      const parts: Uint8Array[] = [sealer.header];
      for (let start = 0; start < bytes.length; start += pieceSize) {
        parts.push(...sealer.add(bytes.subarray(start, start + pieceSize)));
      }
      parts.push(sealer.end());
      expect(Buffer.compare(openFrames(keys, CONTEXT, Buffer.concat(parts)), bytes)).toBe(0);
    }
  });
});

describe("openFrames", () => {
  const bytes = randomBytes(3 * FRAME_BYTES);
  const stored = seal(bytes);
  const header = stored.subarray(0, FRAME_HEADER_BYTES);
  const [first, second, third] = framesOf(stored);
  if (first === undefined || second === undefined || third === undefined)
    throw new Error("There are not three frames.");

  it.each([
    ["frames that changed places", [second, first, third]],
    ["a frame that comes twice", [first, first, second, third]],
    ["a frame that is missing in the middle", [first, third]],
    ["a frame that is missing at the end", [first, second]],
    ["a frame more at the end", [first, second, third, third]],
    ["a last frame cut short", [first, second, third.subarray(0, -1)]],
    ["a last frame cut down to less than its tag", [first, second, third.subarray(0, 8)]],
    ["no frames", []],
  ])("refuses %s", (_, frames) => {
    expect(() => openFrames(keys, CONTEXT, Buffer.concat([header, ...frames]))).toThrow(corrupt);
  });

  it("refuses the frames of another file, even of one with the same bytes", () => {
    const [otherFirst] = framesOf(seal(bytes));
    if (otherFirst === undefined) throw new Error("There is no frame.");
    expect(() => openFrames(keys, CONTEXT, Buffer.concat([header, otherFirst, second, third]))).toThrow(corrupt);
  });

  it("refuses another context, other keys and a flipped bit in the header", () => {
    expect(() => openFrames(keys, "cc/dd", stored)).toThrow(corrupt);
    expect(() => openFrames(makeDomainKeys(), CONTEXT, stored)).toThrow(corrupt);
    for (let bit = 0; bit < FRAME_HEADER_BYTES * 8; bit++) {
      const flipped = Buffer.from(stored);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => openFrames(keys, CONTEXT, flipped)).toThrow(corrupt);
    }
  });
});
