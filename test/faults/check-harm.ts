/** `check-harm.ts <headwater.yml>`: prints what is wrong with the store of a domain, as JSON; and what `team` holds. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { openDomain } from "@headwater/domain";
import { findViolations } from "../drills/store-invariants.ts";

const domain = await openDomain({ configFile: process.argv[2] ?? "" });
try {
  const { items } = await domain.resolver.listPackages({ repository: "team" });
  const temporary = await readdir(join(domain.configuration.store.assets.path, "tmp"));
  const harm = [...(await findViolations(domain)), ...temporary];
  console.log(JSON.stringify({ harm, held: items.map((item) => item.package).toSorted() }));
} finally {
  await domain.close();
}
