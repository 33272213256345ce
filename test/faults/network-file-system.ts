/** Loaded before the command line (`node --import`): everything below NETWORK_FOLDER seems to lie on NFS. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const NFS = 0x6969;
const folder = process.env["NETWORK_FOLDER"] ?? "";
const { statfs } = fs.promises;
Object.assign(fs.promises, {
  statfs: async (path: string) => {
    const said = await statfs(path);
    return path.startsWith(folder) ? Object.assign(said, { type: NFS }) : said;
  },
});
syncBuiltinESMExports();
