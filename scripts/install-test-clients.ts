/**
 * Installs the package managers and Node runtimes of `test/clients/`, those whose folder is not as its lockfile says.
 * Run by `node scripts/install-test-clients.ts [<name>…]`, on its own or inside `npm run`. Default: all of them.
 */
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { clientBins, olderYarns, testClientFolder, testClients, testNodes } from "../test/kit/test-client.ts";
import { installPinned } from "./workspace/install-pinned.ts";

const shims = "node_modules/.test-bin";

const clients = [...testClients, ...olderYarns];
const known = [...clients, ...testNodes];

const linkShims = (name: (typeof known)[number]): void => {
  const client = clients.find((candidate) => candidate === name);
  if (client === undefined) return;
  const folder = testClientFolder(client);
  mkdirSync(join(folder, shims), { recursive: true });
  for (const [bin, target] of Object.entries(clientBins(client)))
    symlinkSync(join("..", target), join(folder, shims, bin));
};

const asked = process.argv.slice(2);
for (const name of asked) {
  if (!known.some((one) => one === name)) throw new Error(`${name} is no test client; they are ${known.join(", ")}`);
}

for (const name of known.filter((one) => asked.length === 0 || asked.includes(one))) {
  const started = Date.now();
  if (installPinned(testClientFolder(name), () => linkShims(name)))
    console.log(`test client ${name} installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
