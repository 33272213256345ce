/**
 * Publishes in a process of its own, for drills: `publish-worker.ts <headwater.yml> <repository> <name of the worker>`. For each
 * `name@version` that it is told it makes a package with bytes of its own and sends it as npm would, tagged with its name;
 * then it says how that was answered. It ends when it is told `stop`.
 */
import { openDomain } from "@headwater/domain";
import { allowAnyone } from "@headwater/server";
import { publishDocument } from "../kit/publish-document.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

const [configFile = "", repository = "", worker = ""] = process.argv.slice(2);
const domain = await openDomain({ configFile });
const baseUrl = "http://127.0.0.1/";
const handler = domain.handler({ mount: { type: "paths", baseUrl }, authenticate: allowAnyone });

async function publish(spec: string): Promise<unknown> {
  const at = spec.lastIndexOf("@");
  const [name, version] = [spec.slice(0, at), spec.slice(at + 1)];
  const built = buildPackage({ name, version, files: { "index.js": `module.exports = ${JSON.stringify(worker)}\n` } });
  const document = publishDocument(built, { tags: [`${worker}-${version}`] });
  const request = new Request(`${baseUrl}npm/${repository}/${name}`, { method: "PUT", body: JSON.stringify(document) });
  const answer = await handler(request);
  return { worker, spec, status: answer.status, code: ((await answer.json()) as { code?: string }).code };
}

process.on("message", (message) => {
  if (message === "stop") void domain.close().then(() => process.disconnect?.());
  else void publish(String(message)).then((answer) => process.send?.(answer));
});
process.send?.("ready");
