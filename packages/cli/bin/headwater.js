#!/usr/bin/env node
// An old Node must get as far as the message, so nothing newer than ES2015 but `import()` stands here.
// `#main` is the source in the checkout and the bundle in the published package.
const version = process.versions.node;
const parts = version.split(".").map(Number);

const isSince = (major, minor, patch) =>
  parts[0] === major && (parts[1] > minor || (parts[1] === minor && parts[2] >= patch));

if (isSince(22, 22, 2) || isSince(24, 15, 0) || parts[0] >= 26) {
  // Compiled code is kept between runs: starting up is most of what a short command costs.
  process.getBuiltinModule("node:module").enableCompileCache();
  import("#main")
    .then((headwater) => headwater.main(process.argv.slice(2), process.env))
    .then((exitCode) => {
      process.exitCode = exitCode;
      // Whoever was interrupted waits for nothing that is still under way.
      if (exitCode > 128) process.exit();
    });
} else {
  console.error(`headwater needs Node ^22.22.2, ^24.15.0 or >=26, and this is Node ${version}.`);
  process.exitCode = 1;
}
