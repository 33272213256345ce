/** `npm run build:yarn-plugin`: the Yarn plugin as one file. */
import { buildYarnPlugin, yarnPluginFile } from "./packaging/build-yarn-plugin.ts";
import { workspaceRoot } from "./workspace/project-files.ts";

const { eager, engine, packed } = await buildYarnPlugin(workspaceRoot);
const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1024)} KB`;
console.log(
  `${yarnPluginFile}: ${kilobytes(eager)} evaluated with every command; engine ${kilobytes(engine)}, packed ${kilobytes(packed)}`,
);
