import type { BaseContext } from "clipanion";

/** What a command sees of the world: its streams, its environment and where it runs. Yarn's own context has all of it. */
export type CommandContext = BaseContext & {
  /** Absolute path of the working directory. */
  readonly cwd: string;
};
