import { type Explanation, type SearchStep, displayName } from "@headwater/resolver";

/** An explanation for people: the repositories in the order in which they were searched, then the outcome. */
export function printExplanation(explanation: Explanation): string {
  const { repository, wanted, version, source, packageGroup, holds, wouldKeep, refusal, notices } = explanation;
  const hint = refusal === undefined ? undefined : refusalHint(refusal);
  const name = displayName(explanation.package);
  const steps = explanation.steps.map(stepText);
  const lines = [
    `${wanted === "*" ? name : `${name}@${wanted}`} in ${repository}`,
    ...steps.map((step, index) => `${index === steps.length - 1 ? "└─" : "├─"} ${step}`),
    "",
    ...(version === undefined ? [] : [`version     ${version}`]),
    ...(packageGroup === undefined ? [] : [`group       ${groupText(packageGroup)}`]),
    ...(source === undefined ? [] : [`bytes       ${sourceText(source)}`]),
    `held by     ${holds.length === 0 ? "nobody" : holds.join(", ")}`,
    ...(wouldKeep.length === 0 ? [] : [`would keep  ${wouldKeep.join(", ")}`]),
    ...(refusal === undefined ? [] : [`refused     ${refusal.code}: ${refusal.message}`]),
    ...(hint === undefined ? [] : [`            ${hint}`]),
    ...notices.map(({ message }) => `notice      ${message}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** A refusal's hint, unless it sends to the very explanation that it stands in. */
export const refusalHint = ({ hint }: NonNullable<Explanation["refusal"]>): string | undefined =>
  hint?.startsWith("See where it was looked for: headwater explain ") === true ? undefined : hint;

function stepText({ repository, found, blocksUpstream, externalConnection, keepsOut }: SearchStep): string {
  const facts = [
    found === "absent" ? "does not hold it" : `holds it, ${found}`,
    ...(blocksUpstream ? ["its upstreams are blocked for this package"] : []),
    ...(externalConnection === undefined ? [] : [`connected to ${externalConnection}`]),
    ...(keepsOut === undefined ? [] : [keepsOut]),
  ];
  return `${repository}: ${facts.join("; ")}`;
}

const groupText = ({ pattern, associationType }: NonNullable<Explanation["packageGroup"]>): string =>
  associationType === "WEAK" ? `${pattern}, as a look-alike` : pattern;

function sourceText(source: NonNullable<Explanation["source"]>): string {
  return source.type === "repository"
    ? `from the repository ${source.repository}`
    : `from ${source.connection} through ${source.repository}`;
}
