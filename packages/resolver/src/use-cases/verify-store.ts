import { displayName } from "../names/coordinate.ts";
import type { RecordType } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { damageMessage } from "../verification/damage-message.ts";
import { requireMostBytes } from "../verification/may-drop.ts";
import type { Finding, Outcome, VerifyOptions, VerifyReport } from "../verification/verify-report.ts";
import { type ConfirmedSuspect, confirmSuspect } from "./confirm-suspect.ts";
import { dropContent } from "./drop-content.ts";
import type { LoadExternalPackage } from "./load-external-package.ts";
import { type LostDocument, forgetDocument } from "./lost-documents.ts";
import { restoreContent } from "./restore-content.ts";
import { type Suspect, countUnreadable, surveyStore } from "./survey-store.ts";
import { sweepStrays } from "./sweep-strays.ts";

/** How often something is looked at anew that others change at the same time. */
const ATTEMPTS = 3;

/**
 * Surveys the store and, when asked to, repairs what it finds. What looked damaged is looked at again before it counts, so
 * a store that is in use has no findings for that. Every repair is one commit; killed at any point, it leaves each thing as
 * it was or whole.
 */
export async function verifyStore(
  ports: ResolverPorts,
  loadExternalPackage: LoadExternalPackage,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const survey = await surveyStore(ports, options);
  if (options.drop === true && options.dropMost !== true)
    requireMostBytes({ count: survey.checked.assets, damages: survey.brokenAssets });
  const findings: Finding[] = [];
  for (const suspect of survey.suspects) {
    options.signal?.throwIfAborted();
    const finding = await judge(ports, loadExternalPackage, suspect, options);
    if (finding !== undefined) findings.push(finding);
  }
  for (const document of survey.lostDocuments) findings.push(await documentFinding(ports, document, options));
  let isReadable = true;
  for (const [type, before] of survey.unreadable) {
    const left = options.repair === true ? await countUnreadable(ports, type) : before;
    if (left > 0) isReadable = false;
    findings.push(unreadableFinding(type, before, left, options));
  }
  // Records that cannot be read may name any of the bytes.
  const { strays } = isReadable
    ? await sweepStrays(ports, { gracePeriod: 0, dryRun: true })
    : { strays: { count: 0, bytes: 0 } };
  return { quick: options.quick ?? false, checked: survey.checked, findings, strays, idleTags: survey.idleTags };
}

async function judge(
  ports: ResolverPorts,
  loadExternalPackage: LoadExternalPackage,
  suspect: Suspect,
  options: VerifyOptions,
): Promise<Finding | undefined> {
  const { repair = false, drop = false } = options;
  let reason: string | undefined;
  let seen: ConfirmedSuspect | undefined;
  for (let left = ATTEMPTS; left > 0; left -= 1) {
    const confirmed = await confirmSuspect(ports, suspect, options);
    // Between two attempts somebody else may have repaired it.
    if (confirmed === undefined) return seen === undefined ? undefined : findingOf(seen, "restored");
    seen = confirmed;
    if (!repair) return findingOf(confirmed, "found");
    if (confirmed.claims.length === 0) {
      if (await dropContent(ports, confirmed)) return findingOf(confirmed, "forgotten");
      continue;
    }
    const restoration = await restoreContent(ports, loadExternalPackage, confirmed);
    if (restoration.type === "restored") return findingOf(confirmed, "restored");
    ({ reason } = restoration);
    if (!drop) return findingOf(confirmed, "left", reason);
    if (await dropContent(ports, confirmed)) return findingOf(confirmed, "dropped", reason);
  }
  return seen === undefined ? undefined : findingOf(seen, "left", reason ?? "Others change it all the time.");
}

const findingOf = ({ damage, id, claims }: ConfirmedSuspect, outcome: Outcome, reason?: string): Finding => ({
  damage,
  outcome,
  subject: id,
  message: damageMessage(damage, id),
  referrers: claims.map(({ repository, coordinate }) => ({ repository, coordinate })),
  ...(reason === undefined ? {} : { reason }),
});

async function documentFinding(
  ports: ResolverPorts,
  document: LostDocument,
  { repair = false }: VerifyOptions,
): Promise<Finding> {
  const { connection, package: coordinate } = document.key;
  return {
    damage: "DOCUMENT_LOST",
    outcome: repair ? await forgetDocument(ports, document) : "found",
    subject: connection,
    message: damageMessage("DOCUMENT_LOST", displayName(coordinate)),
    referrers: [],
    package: coordinate,
  };
}

/** The names of such records are in them, encrypted: what they were shows only in what refers to them. */
function unreadableFinding(type: RecordType, count: number, left: number, { repair = false }: VerifyOptions): Finding {
  return {
    damage: "RECORD_DAMAGED",
    outcome: !repair ? "found" : left === 0 ? "restored" : "left",
    subject: type,
    message: damageMessage("RECORD_DAMAGED", `${count} of the type ${type}`),
    referrers: [],
    ...(repair && left > 0 ? { reason: `A backup of the reference store has them; ${left} of them are left.` } : {}),
  };
}
