import { Command, Option } from "clipanion";
import { withoutLogin } from "../login/edit-settings.ts";
import { endpointFor, userSettingsFormat, userSettingsPath } from "../login/login-tools.ts";
import { readUserFile, writeUserFile } from "../login/user-file.ts";
import { withoutSecrets } from "../login/without-secrets.ts";
import { parseLoginNamespace } from "../login/writable-values.ts";
import { LoginCommand } from "./login-command.ts";

/** Proven in test/commands/login.test.ts */
export class Logout extends LoginCommand {
  static override readonly paths = [["logout"]];
  static override readonly usage = Command.Usage({
    category: "Install",
    description: "Take out of a client's settings what `headwater login` wrote.",
    details:
      "What login replaced counts again, and the rest of the file is as it was. Where another program has removed login's comments, the lines for the configured repository's endpoint are taken out.",
    examples: [
      ["npm, for all packages", "$0 logout --tool npm"],
      ["Yarn 4, for one scope", "$0 logout --tool yarn --namespace @acme"],
    ],
  });

  readonly repository = Option.String("--repository", {
    description: "Whose endpoint is looked for where login's comments are gone; default: the configured one",
  });
  readonly namespace = Option.String("--namespace", {
    description: "The scope that was given to login; default: the login for all packages",
  });
  readonly dryRun = Option.Boolean("--dry-run", false, {
    description: "Show what would be taken out, and write nothing",
  });

  protected override async run(): Promise<number> {
    const { env } = this.context;
    const namespace = parseLoginNamespace(this.namespace);
    const configured = endpointFor(this.tool, await this.configuredEndpoint(), namespace);
    const wanted = { namespace, endpoint: configured };
    const file = await readUserFile(userSettingsPath(this.tool, env));
    const format = await userSettingsFormat(this.tool);
    const { text, before, after, endpoint } = withoutLogin({ path: file.path, text: file.text, format }, wanted);
    const changed = text !== file.text;
    if (changed && !this.dryRun) await writeUserFile(file, text);

    const token = format
      .read(before.written.map((line) => line.trim()))
      .find((login) => login.endpoint === endpoint)?.token;
    const gone = (lines: readonly string[], kept: readonly string[]): readonly string[] =>
      lines.filter((line) => !kept.includes(line)).map((line) => withoutSecrets(line, token));
    const restored = gone(before.replaced, after.replaced);
    if (this.outputFormat === "json") {
      this.printResult({
        tool: this.tool,
        ...(namespace === undefined ? {} : { namespace }),
        ...(endpoint === undefined ? {} : { repositoryEndpoint: endpoint }),
        file: file.path,
        changed,
        restored,
      });
    } else this.report(file.path, { endpoint, removed: text === undefined, restored });
    return 0;
  }

  private async configuredEndpoint(): Promise<string> {
    const { endpointUrl } = await import("@headwater/domain");
    const configuration = await this.loadConfiguration();
    return endpointUrl(configuration, configuration.repository);
  }

  private report(
    file: string,
    told: { readonly endpoint: string | undefined; readonly removed: boolean; readonly restored: readonly string[] },
  ): void {
    if (told.endpoint === undefined)
      return this.printLine(`${file} has nothing of headwater login; it stays as it is.`);
    const would = this.dryRun ? "would take" : "took";
    this.printLine(`${would} ${told.endpoint} out of ${file}${told.removed ? ", and the file, which login made" : ""}`);
    for (const line of told.restored) this.printLine(`  counts again: ${line}`);
  }
}
