import type { OpenDomain } from "@headwater/domain";
import { HeadwaterError } from "@headwater/resolver";
import { Command, Option } from "clipanion";
import { DomainCommand } from "./domain-command.ts";
import { wholeNumber } from "./whole-number.ts";

export class Serve extends DomainCommand {
  static override readonly paths = [["serve"]];
  static override readonly usage = Command.Usage({
    category: "Domain",
    description: "Serve every repository of the domain on this machine, until Ctrl-C.",
    details:
      "Every request must carry the token that `server: { token: env:NAME }` in headwater.yml names. Only loopback addresses are served.",
    examples: [
      ["At the configured address", "$0 serve"],
      ["On any free port", "$0 serve --port 0"],
    ],
  });

  readonly port = Option.String("--port", {
    description: "Default: the port of server.url, which login reads too; 0 takes any free one",
  });
  readonly host = Option.String("--host", { description: "A loopback address; default: the host of server.url" });
  readonly allowAnyone = Option.Boolean("--allow-anyone", false, {
    description: "Let everybody on this machine read, publish and delete, without a token",
  });

  protected override get defaultOutput(): "text" {
    return "text";
  }

  protected override get endsBySignal(): boolean {
    return true;
  }

  protected override async runOn(domain: OpenDomain, signal: AbortSignal): Promise<number> {
    const { serve } = await import("@headwater/server");
    const port = parsePort(this.port);
    const token = this.allowAnyone ? undefined : requireToken(domain);
    const server = await serve({
      formats: domain.formats,
      url: domain.configuration.server.url,
      token,
      allowAnyone: this.allowAnyone,
      ...(this.host === undefined ? {} : { host: this.host }),
      ...(port === undefined ? {} : { port }),
      onFault: (error) => this.reportError(error),
    });
    try {
      this.announce(domain, server.url);
      await aborted(signal);
    } finally {
      await server.close();
    }
    return 0;
  }

  private announce(domain: OpenDomain, url: string): void {
    const endpoint = `${url}npm/${domain.repository}/`;
    if (this.outputFormat === "json") return this.printResult({ url, repositoryEndpoint: endpoint });
    const token = domain.configuration.server.token;
    this.printLine(`Serving the domain ${domain.name} at ${url}; Ctrl-C ends it.`);
    const isConfigured = url === domain.configuration.server.url;
    if (isConfigured) this.printLine("Let a client use it with: headwater login --tool npm");
    else
      this.printLine(
        `headwater login is for server.url, ${domain.configuration.server.url}; for this address set it to ${url}`,
      );
    this.printLine(`${isConfigured ? "Or" : "To use it,"} put into .npmrc:`);
    this.printLine(`  registry=${endpoint}`);
    if (!this.allowAnyone && token !== undefined) {
      this.printLine(`  ${endpoint.replace(/^https?:/, "")}:_authToken=\${${token.name}}`);
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** @throws INVALID_ARGUMENT when it is no port of TCP */
function parsePort(text: string | undefined): number | undefined {
  const port = wholeNumber("--port", text);
  if (port === undefined || port <= 65_535) return port;
  throw new HeadwaterError("INVALID_ARGUMENT", `--port is ${port}, and ports end at 65535.`, {
    hint: "Give a port between 1 and 65535, or 0 for any free one.",
    details: { option: "--port", value: port },
  });
}

/** @throws CONFIGURATION_INVALID when none is configured, or its variable is not set */
function requireToken(domain: OpenDomain): string {
  const token = domain.serverToken();
  if (token !== undefined) return token;
  throw new HeadwaterError(
    "CONFIGURATION_INVALID",
    "There is no token that requests must carry, and --allow-anyone was not given.",
    {
      hint: "Set server.token to env:NAME in headwater.yml, or let everybody on this machine in with headwater serve --allow-anyone.",
    },
  );
}
