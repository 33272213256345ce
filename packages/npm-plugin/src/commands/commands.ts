import type { NpmCommandName, NpmRun } from "../npm-run.ts";
import { audit } from "./audit.ts";
import { ci } from "./ci.ts";
import { dedupe } from "./dedupe.ts";
import { install } from "./install.ts";
import { ls } from "./ls.ts";
import { outdated } from "./outdated.ts";
import { prune } from "./prune.ts";
import { uninstall } from "./uninstall.ts";
import { update } from "./update.ts";

/** Each of npm's commands over a domain; answers the exit code. */
export const COMMANDS: Readonly<Record<NpmCommandName, (run: NpmRun) => Promise<number>>> = {
  install,
  ci,
  update,
  uninstall,
  dedupe,
  prune,
  audit,
  outdated,
  ls,
};
