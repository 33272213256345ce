/**
 * Installs the package managers and Node runtimes of `test/clients/`, those whose folder is not as its lockfile says.
 * Run by `node scripts/install-test-clients.ts`, on its own or inside `npm run`.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { clientBins, olderYarns, testClientFolder, testClients, testNodes } from "../test/kit/test-client.ts";

const stampFile = "node_modules/.test-client-stamp";
const shims = "node_modules/.test-bin";

/**
 * Inside `npm run`, npm hands its own settings down as variables, among them the workspace's prefix.
 * Only what says how to reach the registry may pass.
 */
const networkSetting =
  /^npm_config_(registry|userconfig|globalconfig|cache|cafile|ca|cert|key|strict_ssl|(https_?)?proxy|noproxy|fetch_.*|maxsockets|@.*|\/\/.*)$/i;

const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => name !== "INIT_CWD" && (!/^npm_/i.test(name) || networkSetting.test(name)),
    ),
  );

/** The npm that runs us, or the one on PATH. */
const npm = (): { command: string; args: string[] } => {
  const running = process.env["npm_execpath"];
  return running !== undefined && basename(running) === "npm-cli.js" && existsSync(running)
    ? { command: process.env["npm_node_execpath"] ?? process.execPath, args: [running] }
    : { command: "npm", args: [] };
};

const stampOf = (folder: string): string =>
  createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .update(JSON.stringify([process.platform, process.arch]))
    .digest("hex");

const isInstalled = (folder: string): boolean => {
  const stamp = join(folder, stampFile);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === stampOf(folder);
};

const clients = [...testClients, ...olderYarns];

const install = (name: (typeof clients)[number] | (typeof testNodes)[number]): void => {
  const folder = testClientFolder(name);
  const { command, args } = npm();
  // Every client runs from files in its packages, so no install script is needed.
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  const result = spawnSync(command, [...args, "ci", ...flags], { cwd: folder, env: environment(), encoding: "utf8" });
  if (result.status !== 0) {
    throw new Error(`npm ci failed in ${folder}\n${result.error?.message ?? ""}${result.stderr.slice(0, 2000)}`);
  }
  const client = clients.find((candidate) => candidate === name);
  if (client !== undefined) {
    mkdirSync(join(folder, shims), { recursive: true });
    for (const [bin, target] of Object.entries(clientBins(client)))
      symlinkSync(join("..", target), join(folder, shims, bin));
  }
  writeFileSync(join(folder, stampFile), stampOf(folder));
};

for (const name of [...clients, ...testNodes]) {
  if (isInstalled(testClientFolder(name))) continue;
  const started = Date.now();
  install(name);
  console.log(`test client ${name} installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
