/**
 * One sweep without grace, or one repair, in a process of its own, for drills: `upkeep-worker.ts <headwater.yml> <gc|repair>`.
 * Says that it is ready and waits for the word to begin.
 */
import { once } from "node:events";
import { openDomain } from "@headwater/domain";

const [configFile = "", work = ""] = process.argv.slice(2);
const domain = await openDomain({ configFile });
try {
  process.send?.("ready");
  await once(process, "message");
  if (work === "gc") await domain.resolver.collectGarbage({ gracePeriod: 0 });
  else if (work === "repair") await domain.resolver.verifyStore({ repair: true });
  else throw new Error(`${work} is neither gc nor repair`);
} finally {
  await domain.close();
  process.disconnect?.();
}
