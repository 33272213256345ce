/** Decodes base64 that comes in pieces. Every method gives `undefined` for what is not base64 as RFC 4648 has it, padding included. */
export interface Base64Decoder {
  /** The bytes that are complete now. */
  push(text: Uint8Array): Uint8Array | undefined;
  /** The last bytes. */
  end(): Uint8Array | undefined;
}

const QUAD = 4;

export function createBase64Decoder(): Base64Decoder {
  // The last quad waits for the end: it alone may be padded.
  let waiting = "";
  return {
    push(text) {
      const all = waiting + Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString("latin1");
      const whole = Math.max(0, Math.ceil(all.length / QUAD) - 1) * QUAD;
      waiting = all.slice(whole);
      if (whole === 0) return Buffer.alloc(0);
      const bytes = Buffer.from(all.slice(0, whole), "base64");
      // Node passes over what is no base64: it is missing in the length.
      return bytes.byteLength === (whole / QUAD) * 3 ? bytes : undefined;
    },
    end() {
      const bytes = Buffer.from(waiting, "base64");
      return bytes.toString("base64") === waiting ? bytes : undefined;
    },
  };
}
