import type { Configuration } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { withLogin } from "../login/edit-settings.ts";
import { endpointFor, userSettingsFormat, userSettingsPath } from "../login/login-tools.ts";
import type { Login as RegistryLogin } from "../login/login.ts";
import { requireLoginRepository } from "../login/require-login-repository.ts";
import { serverProblem } from "../login/server-problem.ts";
import { strongerSetting } from "../login/stronger-setting.ts";
import { type UserFile, readUserFile, writeUserFile } from "../login/user-file.ts";
import { withoutSecrets } from "../login/without-secrets.ts";
import { parseLoginNamespace, requireWritable } from "../login/writable-values.ts";
import { LoginCommand } from "./login-command.ts";

export class Login extends LoginCommand {
  static override readonly paths = [["login"]];
  static override readonly usage = Command.Usage({
    category: "Install",
    description: "Make a client ask a repository at `headwater serve`, by its user's own settings.",
    details:
      "Writes the repository's endpoint and the server's token to the settings of this user, and to no file of a project. The endpoint's address is `server.url` of headwater.yml, by default http://127.0.0.1:4873/: for `serve --port` set it there. A repository that neither a running server nor the domain here has is refused. All else in the file stays as it is; `headwater logout` takes the lines out again.",
    examples: [
      ["npm, for all packages", "$0 login --tool npm"],
      ["Yarn 4, for one scope, from another repository", "$0 login --tool yarn --repository shared --namespace @acme"],
      ["Show what would be written", "$0 login --tool bun --dry-run"],
    ],
  });

  readonly repository = Option.String("--repository", { description: "The repository; default: the configured one" });
  readonly namespace = Option.String("--namespace", {
    description: "Only packages of this scope, with or without @; default: all packages",
  });
  readonly dryRun = Option.Boolean("--dry-run", false, {
    description: "Show what would be written, and write nothing",
  });

  readonly force = Option.Boolean("--force", false, {
    description: "Write also when there is no such repository yet",
  });

  protected override async run(): Promise<number> {
    const { env } = this.context;
    const { login, configuration } = await this.requestedLogin();
    const { pingEndpoint } = await import("@headwater/server");
    const status = await pingEndpoint(login.endpoint, login.token);
    if (!this.force) await requireLoginRepository(configuration, this.configurationOptions(), status);
    const file = await readUserFile(userSettingsPath(this.tool, env));
    const format = await userSettingsFormat(this.tool);
    const change = withLogin({ path: file.path, text: file.text, format }, login);
    const changed = change.text !== file.text;
    if (changed && !this.dryRun) await writeUserFile(file, change.text);

    const { before, after } = change;
    const added = (lines: readonly string[], known: readonly string[]): readonly string[] =>
      lines.filter((line) => !known.includes(line)).map((line) => withoutSecrets(line, login.token));
    const [written, replaced] = [added(after.written, before.written), added(after.replaced, before.replaced)];
    this.report(file.path, login, { changed, written, replaced });
    if (!this.dryRun) await this.noticeWhatIsMissing(login, file, status);
    return 0;
  }

  private async requestedLogin(): Promise<{ readonly login: RegistryLogin; readonly configuration: Configuration }> {
    const { endpointUrl, serverToken } = await import("@headwater/domain");
    const configuration = await this.loadConfiguration();
    const namespace = parseLoginNamespace(this.namespace);
    const repository = endpointUrl(configuration, configuration.repository);
    const token = serverToken(configuration, this.context.env);
    requireWritable(repository, token);
    const endpoint = endpointFor(this.tool, repository, namespace);
    const alwaysAuth = this.tool === "yarn1" && namespace === undefined;
    return { login: { namespace, endpoint, token, alwaysAuth }, configuration };
  }

  private report(
    file: string,
    { namespace, endpoint }: RegistryLogin,
    told: { readonly changed: boolean; readonly written: readonly string[]; readonly replaced: readonly string[] },
  ): void {
    if (this.outputFormat === "json") {
      const scope = namespace === undefined ? {} : { namespace };
      return this.printResult({ tool: this.tool, ...scope, repositoryEndpoint: endpoint, file, ...told });
    }
    if (!told.changed) return this.printLine(`${file} says so already; nothing was written.`);
    this.printLine(`${this.dryRun ? "would write" : "wrote"} ${file}:`);
    for (const line of told.written) this.printLine(`  ${line}`);
    for (const line of told.replaced) this.printLine(`  ${this.dryRun ? "in place of" : "kept as a comment"}: ${line}`);
    if (this.dryRun) return;
    const scope = namespace === undefined ? "" : ` --namespace ${namespace}`;
    this.printLine(`To undo it: headwater logout --tool ${this.tool}${scope}`);
  }

  /** What was written is right, and still the client would not get far. */
  private async noticeWhatIsMissing(
    { namespace, endpoint, token }: RegistryLogin,
    file: UserFile,
    status: number | undefined,
  ): Promise<void> {
    if (token === undefined) {
      this.printNotice(
        "No token was written, because server.token names none.",
        "Only headwater serve --allow-anyone lets a client in without one.",
      );
    } else if (process.platform !== "win32" && (file.mode & 0o077) !== 0) {
      this.printNotice(`Others on this machine may read the token in ${file.path}.`, `chmod 600 ${file.path}`);
    }
    const stronger = await strongerSetting({ tool: this.tool, namespace, endpoint }, this.context);
    if (stronger !== undefined) {
      this.printNotice(
        `${stronger.path} says ${stronger.line}, which counts more below its folder.`,
        "Take it out there, or change it to the same address.",
      );
    }
    const problem = serverProblem(status, endpoint);
    if (problem !== undefined) this.printNotice(problem.message, problem.hint);
  }
}
