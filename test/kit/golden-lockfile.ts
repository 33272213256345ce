import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultRegistry } from "./default-registry.ts";
import type { TarballBase } from "./served-packument.ts";
import { lockfileName, type OlderYarn, type TestClient } from "./test-client.ts";

/** Stands for npm's default registry in the stored lockfiles. */
export const registryPlaceholder = "https://npm.example.com/";

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));

/** Where a client's golden lockfile is stored. */
export const goldenLockfilePath = (client: TestClient | OlderYarn): string =>
  join(fixtures, "golden", client, lockfileName(client));

/**
 * The lockfile that `client` writes for `test/fixtures/projects/express` when it installs from its own default public
 * registry: `file` is the lockfile's name, `text` its bytes, with npm's default registry where it belongs.
 */
export const goldenLockfile = async (client: TestClient): Promise<{ file: string; text: string }> => {
  const text = await readFile(goldenLockfilePath(client), "utf8");
  return { file: lockfileName(client), text: text.replaceAll(registryPlaceholder, defaultRegistry()) };
};

/**
 * How a registry on loopback must place `dist.tarball` for `client`, pointed at it by environment, to write the lockfile
 * that it writes against its default registry.
 */
export const neutralTarballBase = (client: TestClient): TarballBase => {
  switch (client) {
    case "npm-11":
    case "npm-12":
      return defaultRegistry();
    case "bun":
      return "absent";
    case "pnpm-10":
    case "pnpm-12":
    case "yarn-4":
      return "self";
  }
};

/** Copies a project of `test/fixtures/projects/` to `folder`, which is made. */
export const copyProject = async (project: string, folder: string): Promise<void> => {
  await cp(join(fixtures, "projects", project), folder, { recursive: true });
};
