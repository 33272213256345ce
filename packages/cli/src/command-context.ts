import type { HostNetwork } from "@headwater/domain";
import type { BaseContext } from "clipanion";

/** What a command sees of the world: its streams, its environment and where it runs. Yarn's own context has all of it. */
export type CommandContext = BaseContext & {
  /** Absolute path of the working directory. */
  readonly cwd: string;
  /** How a host with network settings of its own lets the domain out; without it the configuration and the environment say. */
  readonly network?: HostNetwork;
  /** What a user types to install through the domain. Default: `headwater exec -- npm install` */
  readonly installCommand?: string;
};
