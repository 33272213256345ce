/** Installs a folder that pins programs in a package.json and a lockfile of its own, unless it is as its lockfile says. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const stampFile = "node_modules/.pinned-stamp";

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

/** Says whether it installed. `finish` is what has to be done besides before the folder counts as installed. */
export const installPinned = (folder: string, finish?: () => void): boolean => {
  if (isInstalled(folder)) return false;
  const { command, args } = npm();
  // Every program runs from files in its packages, so no install script is needed.
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  const result = spawnSync(command, [...args, "ci", ...flags], { cwd: folder, env: environment(), encoding: "utf8" });
  if (result.status !== 0) {
    throw new Error(`npm ci failed in ${folder}\n${result.error?.message ?? ""}${result.stderr.slice(0, 2000)}`);
  }
  finish?.();
  writeFileSync(join(folder, stampFile), stampOf(folder));
  return true;
};
