import type { FormatRequest } from "../../format.ts";
import type { PassedAnswer } from "../external-registry/npm-external-registry.ts";
import { asBody } from "./conditional-answer.ts";

/** The public registry's answer, given on. */
export function passedAnswer({ cacheControl }: FormatRequest, { status, contentType, body }: PassedAnswer): Response {
  return new Response(asBody(body), {
    status,
    headers: { "content-type": contentType, "cache-control": cacheControl },
  });
}
