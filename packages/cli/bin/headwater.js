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
  const message = `Headwater needs Node ^22.22.2, ^24.15.0 or >=26, and this is Node ${version}.`;
  const hint = "Install one of these from nodejs.org, or with the version manager you use, and run the command again.";
  const end = process.argv.indexOf("--");
  const own = end === -1 ? process.argv : process.argv.slice(0, end);
  const isJson = own.some(
    (word, index) =>
      word === "--json" || word === "--output=json" || (word === "--output" && own[index + 1] === "json"),
  );
  // What print/error.ts makes of RUNTIME_UNSUPPORTED, which this Node may be too old to load.
  console.error(
    isJson
      ? JSON.stringify({ error: { code: "RUNTIME_UNSUPPORTED", message, hint } }, undefined, 2)
      : `error RUNTIME_UNSUPPORTED: ${message}\n  hint: ${hint}`,
  );
  process.exitCode = 5;
}
