import { userInfo } from "node:os";

/** Who asks where nobody logs in: the user that this process runs as. Proven in test/yarn/commands.test.ts */
export function localUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that the system has no name for.
    return `uid-${process.getuid?.() ?? 0}`;
  }
}
