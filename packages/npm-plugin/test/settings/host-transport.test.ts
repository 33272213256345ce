import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hostTransport } from "../../src/settings/host-transport.ts";
import { type SettingsFolder, createSettingsFolder } from "./settings-folder.ts";

let project: SettingsFolder;

beforeEach(async () => {
  project = await createSettingsFolder();
});
afterEach(() => project.close());

const PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";

test("what nobody has set stays as the domain has it", async () => {
  expect(hostTransport(await project.load())).toEqual({});
});

test("npm's settings for connections are those of the way out", async () => {
  await project.write("authorities.pem", `${PEM}\n${PEM}\n`);
  await project.write(
    ".npmrc",
    [
      "strict-ssl=false",
      `cafile=${join(project.folder, "authorities.pem")}`,
      "cert=certificate",
      "key=secret",
      "fetch-timeout=1500",
      "fetch-retries=0",
    ].join("\n"),
  );
  expect(hostTransport(await project.load())).toEqual({
    rejectUnauthorized: false,
    certificateAuthorities: [PEM, PEM],
    certificate: "certificate",
    key: "secret",
    timeout: 1500,
    retries: 0,
  });
});

test("a single ca counts too, and a timeout of 0 is none", async () => {
  expect(hostTransport(await project.load([`--ca=${PEM}`, "--fetch-timeout=0"]))).toEqual({
    certificateAuthorities: [PEM],
  });
});
