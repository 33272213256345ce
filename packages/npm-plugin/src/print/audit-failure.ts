import { redact } from "@headwater/resolver";
import type { AuditFailure } from "@npmcli/arborist";
import procLog from "proc-log";
import { NpmFailure } from "../npm-failure.ts";
import type { NpmRun } from "../npm-run.ts";

/** Tells what the registry answered instead of a report, as npm does; answers the failure to throw. Proven in test/npm-plugin/read-commands.test.ts */
export function auditFailure(run: NpmRun, error: AuditFailure): NpmFailure {
  const { message, method, uri, headers, statusCode } = error;
  const body = Buffer.isBuffer(error.body) ? error.body.toString() : error.body;
  procLog.log.warn("audit", message);
  if (run.settings.config.get("json") === true) {
    const safeUri = uri === undefined ? {} : { uri: redact(uri) };
    run.print(redact(JSON.stringify({ message, method, ...safeUri, headers, statusCode, body }, undefined, 2)));
  } else if (body !== undefined) run.print(redact(typeof body === "string" ? body : JSON.stringify(body)));
  return new NpmFailure(
    "EAUDIT",
    "The registry could not be asked for vulnerabilities.",
    "Nothing is known of them until it answers: what it said stands above.",
  );
}
