import { type KeyObject, generateKeyPairSync, randomBytes, sign } from "node:crypto";

export interface SelfSignedCertificate {
  /** PEM. */
  readonly certificate: string;
  readonly key: KeyObject;
}

const ECDSA_WITH_SHA256 = Buffer.from("2a8648ce3d040302", "hex");
const COMMON_NAME = Buffer.from("550403", "hex");
const BASIC_CONSTRAINTS = Buffer.from("551d13", "hex");
const SUBJECT_ALT_NAME = Buffer.from("551d11", "hex");

/** A certificate for one host that vouches for itself, valid for a day (RFC 5280). */
export function selfSignedCertificate(host: string): SelfSignedCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(element(0x06, ECDSA_WITH_SHA256));
  const name = sequence(element(0x31, sequence(element(0x06, COMMON_NAME), element(0x0c, Buffer.from(host)))));
  const extension = (id: Buffer, value: Buffer): Buffer => sequence(element(0x06, id), element(0x04, value));
  const extensions = sequence(
    extension(BASIC_CONSTRAINTS, sequence(element(0x01, Buffer.of(0xff)))),
    extension(SUBJECT_ALT_NAME, sequence(element(0x82, Buffer.from(host)))),
  );
  const content = sequence(
    element(0xa0, element(0x02, Buffer.of(2))),
    element(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(Date.now() - 3_600_000), time(Date.now() + 86_400_000)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    element(0xa3, extensions),
  );
  const certificate = sequence(
    content,
    algorithm,
    element(0x03, Buffer.concat([Buffer.of(0), sign("sha256", content, privateKey)])),
  );
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey,
  };
}

/** One element of DER: tag, length, content. */
function element(tag: number, content: Buffer): Buffer {
  const length = content.length;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...head), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, Buffer.concat(parts));

const time = (milliseconds: number): Buffer =>
  element(0x17, Buffer.from(new Date(milliseconds).toISOString().replace(/^20|[-:T]|\.\d+/g, "")));
