/**
 * `npm start`: the whole story on the examples. A domain (team -> shared -> npm-store -> public npm registry) for each, an
 * install through it, who holds what and what was stored once, then the same install with empty caches and the
 * external connection cut.
 */
import { tellNpmExample } from "./start/npm-example.ts";
import { tellYarnExample } from "./start/yarn-example.ts";

tellNpmExample();
tellYarnExample();
