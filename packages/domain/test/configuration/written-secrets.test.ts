import { isHeadwaterError } from "@headwater/resolver";
import { expect, test } from "vitest";
import { readConfigurationFile } from "../../src/configuration/read-configuration-file.ts";

/** All that an error about the file carries; nothing when it was accepted. */
function told(text: string): string {
  try {
    readConfigurationFile("headwater.yml", text);
    return "";
  } catch (error) {
    if (!isHeadwaterError(error)) throw error;
    const { message, hint, details, cause } = error;
    return JSON.stringify({ message, hint, details, cause: String(cause) });
  }
}

/** How somebody may write the secret hunter2 (or the number 20250612), so that YAML makes something else of it or nothing. */
const mistakes = [
  "hunter2",
  "20250612",
  "20250612.5",
  "0x1352a24",
  "'hunter2",
  '"hunter2',
  '"\\hunter2"',
  "hunter2: hunter2",
  "*hunter2",
  "&hunter2 *hunter2",
  "!hunter2",
  "!!hunter2",
  "!<hunter2>",
  "%hunter2",
  "@hunter2",
  "`hunter2",
  "|hunter2",
  ">-hunter2",
  "[hunter2]",
  "[hunter2",
  "{hunter2}",
  "{hunter2",
  "{ a,hunter2 }",
  "x,hunter2",
  "- hunter2",
  "? hunter2",
  "env:hunter2 hunter2",
  "env=hunter2",
  "aws-kms:hunter2",
  "postgres://u:hunter2@db/x",
  "https://u:hunter2@npm.example.com/",
  "https://npm.example.com/?token=hunter2",
  "x\n  hunter2",
];
const places: readonly ((secret: string) => string)[] = [
  (secret) => `externalConnections:\n  public:npmjs:\n    token: ${secret}\n`,
  (secret) => `externalConnections: { "public:npmjs": { token: ${secret} } }\n`,
  (secret) => `externalConnections:\n  public:npmjs:\n    tokne: ${secret}\n`,
  (secret) =>
    `externalConnections:\n  public:npmjs:\n    url: ${secret}\n    proxy: ${secret}\n    timeout: ${secret}\n`,
  (secret) => `externalConnections:\n  public:npmjs: ${secret}\n`,
  (secret) => `encryption:\n  key: ${secret}\n`,
  (secret) => `encryption: ${secret}\n`,
  (secret) => `server:\n  token: ${secret}\n`,
  (secret) => `server:\n  token:${secret}: x\n`,
  (secret) => `server:\n  token=${secret}: x\n`,
  (secret) => `server:\n  token ${secret}\n`,
  (secret) => `server:\ntoken: ${secret}\n`,
  (secret) => `server: ${secret}\n`,
  (secret) => `password: ${secret}\n`,
  (secret) => `store:\n  references: ${secret}\n`,
  (secret) => `//npm.example.com/:_authToken=${secret}\n`,
];

test.each(mistakes)("a secret written as %s is shown nowhere, wherever it stands", (secret) => {
  for (const place of places)
    expect(told(place(secret)), place(secret)).not.toMatch(/hunter|20250612|1352a24|20261412/);
});
