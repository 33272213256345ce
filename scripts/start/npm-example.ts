import { join } from "node:path";
import { workspaceRoot } from "../workspace/project-files.ts";
import { createStage, say } from "./stage.ts";

/** The npm monorepo through `headwater exec`, in its own folder: nothing that git tracks changes there. */
export const tellNpmExample = (): void => {
  const folder = join(workspaceRoot, "examples", "npm-workspaces");
  const { run, forget } = createStage(folder, {
    npm_config_cache: join(folder, ".npm-cache"),
    npm_config_audit: "false",
    npm_config_fund: "false",
  });
  const cli = join(workspaceRoot, "packages", "cli", "bin", "headwater.js");
  const headwater = (...args: readonly string[]): void =>
    run(`headwater ${args.join(" ")}`, { command: process.execPath, args: [cli, ...args] });

  say("1. npm: a new domain, team -> shared -> npm-store -> the public npm registry");
  forget(".headwater", "node_modules", ".npm-cache");
  headwater("list-repositories-in-domain", "--output", "table");

  say("2. Install the example through the repository `team`");
  headwater("exec", "--", "npm", "ci");

  say(
    "3. Who holds what: the requested and the connected repository, never the one in between; every byte stored once",
  );
  headwater("stats");
  headwater("explain", "express");

  say("4. Again with empty caches and the external connection cut");
  forget("node_modules", ".npm-cache");
  headwater("exec", "--config", "headwater.cut-off.yml", "--", "npm", "ci");
  headwater("describe-repository", "--repository", "npm-store", "--config", "headwater.cut-off.yml");
  say("Everything came from the domain.");
};
