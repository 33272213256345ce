import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type FileSystem,
  mountTypeOf,
  networkFileSystemName,
  probeFileSystem,
  refuseNetworkFileSystem,
} from "../../src/files/network-file-system.ts";
import { textWith } from "../matchers.ts";
import { temporaryFolders } from "../temporary-folder.ts";

const newFolder = temporaryFolders();
const FUSE = 0x65735546;

describe("networkFileSystemName", () => {
  it.each([
    ["NFS", 0x6969],
    ["SMB", 0xfe534d42],
    ["CIFS", 0xff534d42],
    ["9p", 0x01021997],
    ["AFS", 0x5346414f],
    ["Ceph", 0x00c36400],
    ["Lustre", 0x0bd00bd0],
  ])("knows %s by its number", (name, type) => {
    expect(networkFileSystemName({ type })).toBe(name);
  });

  it.each([
    ["ext4", 0xef53],
    ["xfs", 0x58465342],
    ["btrfs", 0x9123683e],
    ["tmpfs", 0x01021994],
    ["overlayfs", 0x794c7630],
    ["zfs", 0x2fc12fc1],
  ])("takes %s for local", (_, type) => {
    expect(networkFileSystemName({ type })).toBeUndefined();
  });

  it("tells FUSE apart by the mount's type", () => {
    expect(networkFileSystemName({ type: FUSE, mountType: "fuse.sshfs" })).toBe("fuse.sshfs");
    expect(networkFileSystemName({ type: FUSE, mountType: "fuse.gocryptfs" })).toBeUndefined();
    expect(networkFileSystemName({ type: FUSE, mountType: "virtiofs" })).toBeUndefined();
    expect(networkFileSystemName({ type: FUSE })).toBeUndefined();
  });
});

describe("mountTypeOf", () => {
  const mounts = [
    "/dev/vda / ext4 rw 0 0",
    "host:/srv /home/me/remote fuse.sshfs rw 0 0",
    "host:/a\\040b /mnt/with\\040blank nfs4 rw 0 0",
    "tmpfs /home/me/remote/over tmpfs rw 0 0",
    "/dev/vdb /data xfs rw 0 0",
    "host:/d /data fuse.glusterfs rw 0 0",
    "",
  ].join("\n");

  it.each([
    ["/home/me/project", "ext4"],
    ["/home/me/remote", "fuse.sshfs"],
    ["/home/me/remote/a/b", "fuse.sshfs"],
    ["/home/me/remoteness", "ext4"],
    ["/home/me/remote/over/x", "tmpfs"],
    ["/mnt/with blank/x", "nfs4"],
    ["/data/x", "fuse.glusterfs"],
  ])("of %s is %s", (path, type) => {
    expect(mountTypeOf(path, mounts)).toBe(type);
  });
});

describe("refuseNetworkFileSystem", () => {
  const on = (fileSystem: FileSystem | undefined) => async () => fileSystem;

  it("has STORE_ON_NETWORK_FILE_SYSTEM that names the path, the file system and what to do", async () => {
    await expect(refuseNetworkFileSystem("/mnt/team", on({ type: 0x6969 }))).rejects.toMatchObject({
      code: "STORE_ON_NETWORK_FILE_SYSTEM",
      message: "The store path /mnt/team is on a network file system (NFS).",
      hint: textWith("local disk"),
    });
  });

  it("lets pass what is local, and what the operating system cannot tell", async () => {
    await expect(refuseNetworkFileSystem("/data", on({ type: 0xef53 }))).resolves.toBeUndefined();
    await expect(refuseNetworkFileSystem("/data", on(undefined))).resolves.toBeUndefined();
  });
});

describe("probeFileSystem", () => {
  it("looks at the nearest folder that exists", async () => {
    const folder = await newFolder();
    const there = await probeFileSystem(folder);
    expect(await probeFileSystem(join(folder, "not", "there", "yet"))).toEqual(there);
    expect((there?.type ?? 0) > 0).toBe(process.platform === "linux");
  });
});
