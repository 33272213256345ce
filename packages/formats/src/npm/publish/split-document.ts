import { TextDecoder } from "node:util";
import { createCollectedBytes } from "../collected-bytes.ts";
import { isProvenanceName } from "./provenance.ts";
import { publishRefused } from "./refuse-publish.ts";

/**
 * Takes the document of a publish apart while it comes: the text of `_attachments.{file}.data`, which is a tarball in base64,
 * is given on piece by piece; all the rest, the skeleton, is collected and parsed at the end. Of each such text the skeleton
 * holds an empty one.
 *
 * Only strings and brackets are followed here. Whatever else may be wrong with the text is wrong with the skeleton too, and
 * `JSON.parse` finds it there.
 */
export interface DocumentSplitter {
  /** What these bytes say, in order. @throws INVALID_ARGUMENT, TOO_LARGE */
  push(chunk: Uint8Array): readonly DocumentPiece[];
  /** The skeleton. @throws INVALID_ARGUMENT when the document is not whole, or is no JSON */
  end(): unknown;
}

export type DocumentPiece =
  /** The data of a file begins. */
  | { readonly type: "begin"; readonly file: string }
  /** Some of its text, JSON's escapes resolved. */
  | { readonly type: "text"; readonly text: Uint8Array }
  | { readonly type: "end" };

/** The most bytes of a document without its tarball. */
const MAX_SKELETON_BYTES = 32 * 1024 * 1024;
/** Deeper than any manifest; whoever walks the document later need not fear for the stack. */
const MAX_DEPTH = 100;
/** Of keys that tell where an attachment is. */
const MAX_KEY_BYTES = 4096;
/** `_attachments`, the file's name, `data`. */
const DATA_DEPTH = 3;

const [QUOTE, BACKSLASH, COMMA, COLON, LETTER_U] = [0x22, 0x5c, 0x2c, 0x3a, 0x75];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];

interface Level {
  readonly isObject: boolean;
  /** The next string is a key. */
  expectsKey: boolean;
  key: string;
}

export function createDocumentSplitter(): DocumentSplitter {
  const levels: Level[] = [];
  const skeleton = createCollectedBytes();
  let mode: "value" | "string" | "key" | "data" = "value";
  let escaped = false;
  /** The key that is being read, as it is written. */
  let key: number[] = [];
  /** The escape that is being read within data, its backslash included. */
  let escape = "";

  const collect = (bytes: Uint8Array): void => {
    if (skeleton.size + bytes.byteLength > MAX_SKELETON_BYTES) throw tooLarge();
    skeleton.add(bytes);
  };

  /** The file whose data the string that begins now is. */
  const dataFile = (): string | undefined => {
    const [root, attachments, file] = levels;
    if (levels.length !== DATA_DEPTH || levels.some((level) => !level.isObject)) return undefined;
    if (root?.key !== "_attachments" || file?.key !== "data" || attachments === undefined) return undefined;
    return isProvenanceName(attachments.key) ? undefined : attachments.key;
  };

  const structure = (byte: number): void => {
    const level = levels.at(-1);
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      if (levels.length >= MAX_DEPTH) throw publishRefused(`the document is nested more than ${MAX_DEPTH} deep`);
      levels.push({ isObject: byte === OPEN_OBJECT, expectsKey: byte === OPEN_OBJECT, key: "" });
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      if (levels.pop()?.isObject !== (byte === CLOSE_OBJECT)) throw noJson();
    } else if (byte === COMMA && level?.isObject === true) {
      level.expectsKey = true;
    } else if (byte === COLON && level !== undefined) {
      level.expectsKey = false;
    }
  };

  /** One byte within a string that stays in the skeleton. */
  const stringByte = (byte: number): void => {
    if (!escaped && byte === QUOTE) {
      const level = levels.at(-1);
      if (mode === "key" && level !== undefined) level.key = levels.length <= DATA_DEPTH ? parseKey(key) : "";
      mode = "value";
      return;
    }
    escaped = !escaped && byte === BACKSLASH;
    if (mode === "key" && levels.length <= DATA_DEPTH && key.push(byte) > MAX_KEY_BYTES)
      throw publishRefused(`the document has a key of more than ${MAX_KEY_BYTES} bytes`);
  };

  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const pieces: DocumentPiece[] = [];
      /** Where the part begins that is not given on yet. */
      let from = 0;
      let at = 0;
      while (at < bytes.length) {
        const byte = bytes[at] ?? 0;
        at += 1;
        if (mode === "string" || mode === "key") {
          stringByte(byte);
        } else if (mode === "value") {
          if (byte !== QUOTE) {
            structure(byte);
            continue;
          }
          const isKey = levels.at(-1)?.expectsKey === true;
          const file = isKey ? undefined : dataFile();
          key = [];
          mode = file !== undefined ? "data" : isKey ? "key" : "string";
          if (file === undefined) continue;
          collect(bytes.subarray(from, at));
          pieces.push({ type: "begin", file });
          from = at;
        } else if (escape !== "") {
          escape += String.fromCharCode(byte);
          from = at;
          if (escape.length < (escape.charCodeAt(1) === LETTER_U ? 6 : 2)) continue;
          pieces.push({ type: "text", text: Buffer.from(parseEscape(escape)) });
          escape = "";
        } else {
          const end = nextOf(bytes, at - 1);
          if (end > from) pieces.push({ type: "text", text: bytes.subarray(from, end) });
          at = Math.min(end + 1, bytes.length);
          if (bytes[end] === BACKSLASH) escape = "\\";
          if (bytes[end] === QUOTE) {
            pieces.push({ type: "end" });
            mode = "value";
          }
          from = mode === "value" ? end : at;
        }
      }
      if (mode !== "data") collect(bytes.subarray(from));
      return pieces;
    },
    end() {
      if (mode !== "value" || levels.length > 0) throw publishRefused("the document ends in the middle");
      try {
        return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(skeleton.whole())) as unknown;
      } catch (cause) {
        throw noJson(cause);
      }
    },
  };
}

/** Where the next quote or backslash is, or the end. */
function nextOf(bytes: Buffer, from: number): number {
  const quote = bytes.indexOf(QUOTE, from);
  const end = quote === -1 ? bytes.length : quote;
  const backslash = bytes.subarray(from, end).indexOf(BACKSLASH);
  return backslash === -1 ? end : from + backslash;
}

const parseKey = (written: readonly number[]): string => parseText(`"${Buffer.from(written).toString("utf8")}"`);

const parseEscape = (written: string): string => parseText(`"${written}"`);

function parseText(json: string): string {
  try {
    return JSON.parse(json) as string;
  } catch (cause) {
    throw noJson(cause);
  }
}

const noJson = (cause?: unknown) => publishRefused("what was sent is no JSON document", { cause });

const tooLarge = () =>
  publishRefused(`the document has more than ${MAX_SKELETON_BYTES} bytes beside its tarball`, {
    code: "TOO_LARGE",
    hint: "Nothing was published. Shorten what package.json carries along.",
    details: { maxBytes: MAX_SKELETON_BYTES },
  });
