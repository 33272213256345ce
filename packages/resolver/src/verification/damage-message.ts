import type { Damage } from "./verify-report.ts";

/** What is wrong, for a person. `subject` is an id, a package, or how many records of which type. */
export function damageMessage(damage: Damage, subject: string): string {
  const id = subject.slice(0, 12);
  switch (damage) {
    case "REVISION_MISSING":
      return `The revision ${id} is not in the store.`;
    case "REVISION_ALTERED":
      return `The revision ${id} is not the content that its references mean.`;
    case "ASSET_RECORD_MISSING":
      return `The store has no record of the asset ${id}.`;
    case "BYTES_MISSING":
      return `The bytes of the asset ${id} are missing.`;
    case "BYTES_DAMAGED":
      return `The bytes of the asset ${id} cannot be read whole.`;
    case "DIGEST_DIFFERS":
      return `The bytes of the asset ${id} are not those of its digests.`;
    case "DOCUMENT_LOST":
      return `What a public registry said about ${subject} is lost; it is asked anew by the next request.`;
    case "RECORD_DAMAGED":
      return `Records cannot be read: ${subject}.`;
  }
}
