/**
 * `npm start`: the whole story on the example. A domain (team -> shared -> npm-store -> public npm registry) in the checkout,
 * an install through it, who holds what and what was stored once, then the same install with empty caches and the
 * external connection cut.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const workspace = fileURLToPath(new URL("..", import.meta.url));
const example = join(workspace, "examples", "npm-workspaces");
const clientCache = join(example, ".npm-cache");
const env = { ...process.env, npm_config_cache: clientCache, npm_config_audit: "false", npm_config_fund: "false" };

function say(text: string): void {
  process.stdout.write(`\n\u001b[1m${text}\u001b[22m\n`);
}

function headwater(...args: readonly string[]): void {
  process.stdout.write(`$ headwater ${args.join(" ")}\n`);
  const { status } = spawnSync(process.execPath, [join(workspace, "packages", "cli", "bin", "headwater.js"), ...args], {
    cwd: example,
    env,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}

function forget(...folders: readonly string[]): void {
  for (const folder of folders) rmSync(join(example, folder), { recursive: true, force: true });
}

say("1. A new domain: team -> shared -> npm-store -> the public npm registry");
forget(".headwater", "node_modules", ".npm-cache");
headwater("list-repositories-in-domain", "--output", "table");

say("2. Install the example through the repository `team`");
headwater("exec", "--", "npm", "ci");

say("3. Who holds what: the requested and the connected repository, never the one in between; every byte stored once");
headwater("stats");
headwater("explain", "express");

say("4. Again with empty caches and the external connection cut");
forget("node_modules", ".npm-cache");
headwater("exec", "--config", "headwater.cut-off.yml", "--", "npm", "ci");
headwater("describe-repository", "--repository", "npm-store", "--config", "headwater.cut-off.yml");
say("Everything came from the domain.");
