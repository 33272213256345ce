import { homedir, userInfo } from "node:os";
import type { Environment } from "./environment.ts";

/** The home that clients of this environment see; an empty variable is none. */
export const userHome = (env: Environment, platform: NodeJS.Platform = process.platform): string =>
  (platform === "win32" ? env["USERPROFILE"] : env["HOME"]) || homedir() || userInfo().homedir;
