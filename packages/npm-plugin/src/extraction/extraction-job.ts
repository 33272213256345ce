/** A package to unpack: what goes to a worker. */
export interface ExtractionJob {
  readonly id: number;
  /** The bytes of the tarball, given away with the message. */
  readonly tarball: Uint8Array;
  /** Absolute path of the package's folder, made when it is not there. */
  readonly folder: string;
  /** The least that every file and folder is given, before the umask takes its part. */
  readonly fileMode: number;
  readonly folderMode: number;
  readonly umask: number;
}

/** The first message of a thread: it has all that it needs. */
export const LOADED = "loaded";

/** What comes back. */
export interface ExtractionOutcome {
  readonly id: number;
  readonly failure?: {
    readonly message: string;
    /** As Node has it, e.g. `ENOSPC`; absent for a tarball that cannot be read. */
    readonly code?: string;
    readonly errno?: number;
    readonly path?: string;
  };
  /** What the tarball's reader had to say. */
  readonly warnings: readonly string[];
}
