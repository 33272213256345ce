import { readFile, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { HeadwaterError } from "@headwater/resolver";
import { fileError, isMissing } from "./file-error.ts";

/** Linux `f_type` of file systems whose locks and memory maps another machine does not see: linux/magic.h. */
const NETWORK_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB"],
  [0x01021997, "9p"],
  [0x5346414f, "AFS"],
  [0x6b414653, "AFS"],
  [0x73757245, "Coda"],
  [0x00c36400, "Ceph"],
  [0x0bd00bd0, "Lustre"],
  [0x47504653, "GPFS"],
  [0x19830326, "BeeGFS"],
  [0x564c, "NCP"],
]);
const FUSE = 0x65735546;
const NETWORK_FUSE =
  /^fuse\.(sshfs|glusterfs|cephfs|s3fs|rclone|gcsfuse|davfs2?|smbnetfs|curlftpfs|goofys|mount-s3|juicefs)$/i;

/** What the operating system says of the file system under a path. */
export interface FileSystem {
  /** `f_type` of Linux `statfs`, as an unsigned number. */
  readonly type: number;
  /** The mount's type, e.g. `fuse.sshfs`; needed only where `type` says FUSE. */
  readonly mountType?: string;
}

/** The name of the network file system, `undefined` for a local one. */
export function networkFileSystemName(fileSystem: FileSystem): string | undefined {
  if (fileSystem.type !== FUSE) return NETWORK_FILE_SYSTEMS.get(fileSystem.type);
  const mountType = fileSystem.mountType ?? "";
  return NETWORK_FUSE.test(mountType) ? mountType : undefined;
}

/** Looks at the file system under a path that need not exist yet; `undefined` where the operating system cannot say. */
export type FileSystemProbe = (path: string) => Promise<FileSystem | undefined>;

/** {@link FileSystemProbe} by `statfs`. Only Linux numbers file systems the same everywhere, so elsewhere it says nothing. */
export const probeFileSystem: FileSystemProbe = async (path) => {
  if (process.platform !== "linux") return undefined;
  for (let place = resolve(path); ; place = dirname(place)) {
    try {
      const type = (await statfs(place)).type >>> 0;
      return type === FUSE
        ? { type, mountType: mountTypeOf(place, await readFile("/proc/self/mounts", "utf8")) }
        : { type };
    } catch (error) {
      if (!isMissing(error) || place === dirname(place)) throw fileError(error, "read", `the folder ${place}`);
    }
  }
};

/**
 * The type of the mount that a path is on.
 * @param mounts lines of `/proc/self/mounts`: device, mount point (blanks written `\040`), type, …
 */
export function mountTypeOf(path: string, mounts: string): string {
  let best = { point: "", type: "" };
  for (const line of mounts.split("\n")) {
    const [, escaped = "", type = ""] = line.split(" ");
    const point = escaped.replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const holds = path === point || path.startsWith(point.endsWith("/") ? point : `${point}/`);
    // Of two mounts on one place the later one is seen.
    if (holds && point !== "" && point.length >= best.point.length) best = { point, type };
  }
  return best.type;
}

/** @throws STORE_ON_NETWORK_FILE_SYSTEM */
export async function refuseNetworkFileSystem(path: string, probe: FileSystemProbe): Promise<void> {
  const fileSystem = await probe(path);
  const name = fileSystem === undefined ? undefined : networkFileSystemName(fileSystem);
  if (name === undefined) return;
  throw new HeadwaterError(
    "STORE_ON_NETWORK_FILE_SYSTEM",
    `The store path ${path} is on a network file system (${name}).`,
    {
      hint: "Put the store on a local disk: locks do not hold between machines there, and records would be lost.",
      details: { path, fileSystem: name },
    },
  );
}
