import type { Format, FormatRequest } from "@headwater/formats";

/** A format whose answers a test decides, and which remembers what it was asked. */
export function makeFormat(
  answer: (request: FormatRequest) => Response | Promise<Response>,
): Format & { readonly asked: FormatRequest[] } {
  const asked: FormatRequest[] = [];
  return {
    format: "npm",
    asked,
    handle: async (request) => {
      asked.push(request);
      return answer(request);
    },
  };
}
