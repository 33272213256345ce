/**
 * Stands for npm's programs where no npm lies on PATH: whoever runs it is told what is missing.
 * Proven in test/packaging/packed-headwater.test.ts
 */
process.stderr.write(
  "Headwater found no npm on PATH. Native addons are built by the node-gyp that npm has, and packages from git by npm itself.\n" +
    "Install npm; for native addons npm_config_node_gyp=FILE may name another node-gyp.\n",
);
process.exitCode = 1;
