import type { OpenDomainOptions } from "@headwater/domain";
import type { NpmSettings } from "./load-npm-settings.ts";

/**
 * npm's settings for connections, for the domain's own way out: `strict-ssl`, `ca` or `cafile`, `cert` and `key`, `fetch-timeout`
 * and `fetch-retries`, as far as somebody has set them. Proven in test/settings/host-transport.test.ts
 */
export function hostTransport({ config, flat }: Pick<NpmSettings, "config" | "flat">): HostTransport {
  const { ca, cert, key, strictSSL } = flat;
  const authorities = [ca].flat().filter((each) => typeof each === "string");
  const timeout = config.isDefault("fetch-timeout") ? undefined : config.get("fetch-timeout");
  const retries = config.isDefault("fetch-retries") ? undefined : config.get("fetch-retries");
  return {
    ...(strictSSL === false ? { rejectUnauthorized: false } : {}),
    ...(authorities.length === 0 ? {} : { certificateAuthorities: authorities }),
    ...(typeof cert === "string" ? { certificate: cert } : {}),
    ...(typeof key === "string" ? { key } : {}),
    // npm's 0 is no limit, which no request here is without.
    ...(typeof timeout === "number" && timeout > 0 ? { timeout } : {}),
    ...(typeof retries === "number" ? { retries } : {}),
  };
}

type HostTransport = NonNullable<OpenDomainOptions["transport"]>;
