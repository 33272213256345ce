// GET|HEAD /{package}
import { parseNpmName } from "../names.ts";
import { FORM_HEADERS, packumentForm } from "../packument-form.ts";
import { RENDITION_VERSION } from "../packument-renditions.ts";
import { asBody, hasCurrent, noticeHeader, strongEtag } from "./conditional-answer.ts";
import type { Route } from "./route.ts";
import { isForWriting, writablePackument } from "./writable-packument.ts";

/** The packument, full or abbreviated as `accept` says (N5). A warm request only joins stored bytes with the base URL. */
export const packumentRoute: Route = {
  methods: ["GET", "HEAD"],
  pattern: ":package",
  async respond(npm, request, { package: name = "" }) {
    if (isForWriting(request)) return writablePackument(npm, request, name);
    const view = await npm.resolver.viewPackage(request.repository, parseNpmName(name));
    const form = packumentForm(request, npm.defaultRegistryUrl);
    const etag = strongEtag(
      RENDITION_VERSION,
      view.fingerprint,
      form.variant,
      form.style,
      form.tarballBase,
      form.attestationsBase,
      String(form.gzip),
    );
    const headers: Record<string, string> = {
      "content-type": form.contentType,
      "cache-control": form.cacheControl,
      etag,
      vary: FORM_HEADERS,
      ...noticeHeader(view.notices),
    };
    if (hasCurrent(request, etag)) return new Response(null, { status: 304, headers });
    if (form.gzip) headers["content-encoding"] = "gzip";
    if (request.request.method === "HEAD") return new Response(null, { headers });
    const body = await npm.packuments.render(view, form);
    return new Response(asBody(body), { headers: { ...headers, "content-length": String(body.byteLength) } });
  },
};
