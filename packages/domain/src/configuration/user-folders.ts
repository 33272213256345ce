import { homedir, userInfo } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/** The variables of the environment, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface UserFolders {
  readonly home: string;
  /** Where Headwater keeps keys and other things of this user. */
  readonly config: string;
  /** Where Headwater keeps the domain of users who configured none. */
  readonly data: string;
}

/**
 * The user's folders after the XDG Base Directory Specification, also on macOS, and below AppData on Windows. Read from
 * the environment given, not from the process, so that a caller can have folders of its own.
 */
export function userFolders(env: Environment, platform: NodeJS.Platform = process.platform): UserFolders {
  const home = absolute(platform === "win32" ? env["USERPROFILE"] || env["HOME"] : env["HOME"]) ?? systemHome();
  if (platform === "win32") {
    return {
      home,
      config: join(absolute(env["APPDATA"]) ?? join(home, "AppData", "Roaming"), "headwater"),
      data: join(absolute(env["LOCALAPPDATA"]) ?? join(home, "AppData", "Local"), "headwater"),
    };
  }
  return {
    home,
    config: join(absolute(env["XDG_CONFIG_HOME"]) ?? join(home, ".config"), "headwater"),
    data: join(absolute(env["XDG_DATA_HOME"]) ?? join(home, ".local", "share"), "headwater"),
  };
}

/** `homedir()` believes the process's own HOME, also an empty or a relative one; the system's record of the user does not. */
const systemHome = (): string => absolute(homedir()) ?? userInfo().homedir;

/** A path of the configuration, made absolute: `~` is the user's home, everything else is relative to the folder. */
export function resolvePath(path: string, folder: string, home: string): string {
  return /^~(?=[/\\]|$)/.test(path) ? join(home, path.slice(1)) : resolve(folder, path);
}

/** The specification says: a relative path is to be ignored. */
const absolute = (path: string | undefined): string | undefined =>
  path !== undefined && isAbsolute(path) ? path : undefined;
