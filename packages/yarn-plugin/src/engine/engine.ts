/** All that the plugin does, behind one function: it is packed into a string and evaluated when it is first needed. Proven in test/yarn/retention.test.ts */
import type { CommandContext, InstallOptions, Project, httpUtils } from "@yarnpkg/core";
import { hideVariables } from "../settings/hidden-variables.ts";
import { type ClaimedRequest, answerRequest } from "./answer-request.ts";
import { createInstallCourse } from "./failed-install.ts";
import { createProjectDomains } from "./project-domains.ts";
import { type ProjectReport, refuseLocked, refuseResolved } from "./refuse-versions.ts";
import { retainInstalled } from "./retain-installed.ts";
import { runCommand } from "./run-command.ts";

/** What the engine shares with the part of the plugin that is always loaded. */
export interface EngineHost {
  /** Headers of requests that the engine sends itself. */
  readonly ownRequests: WeakSet<object>;
}

export interface Engine {
  /** The answer to a request, in the form that its caller in Yarn expects; `undefined` when it is none of the domain's. @throws ReportError */
  answer(request: ClaimedRequest): Promise<httpUtils.Response | undefined>;
  /** Reports every version of the lockfile that the domain refuses. */
  refuseLocked(project: Project, report: ProjectReport): Promise<void>;
  /** @throws ReportError when something that was resolved is refused */
  refuseResolved(project: Project): Promise<void>;
  /** Retains what lies installed, and reports what came of it. */
  retainInstalled(project: Project, options: InstallOptions): Promise<void>;
  /** While the project is being installed: takes what holds a secret of ours out of a script's environment. */
  hideSecrets(project: Project, env: NodeJS.ProcessEnv): Promise<void>;
  /** A verb of the command line. Answers its exit code. */
  runCommand(words: readonly string[], context: CommandContext): Promise<number>;
}

export function createEngine(host: EngineHost): Engine {
  const course = createInstallCourse();
  const domains = createProjectDomains(host, (opened) => course.explain(opened, process.exitCode));
  const installing = new WeakSet<Project>();
  const secretsOf = async (project: Project): Promise<readonly string[]> =>
    (await domains(project.configuration))?.domain.configuration.secretVariables ?? [];
  let restoreEnvironment = (): void => undefined;
  return {
    answer: (request) => answerRequest(domains, course, request),
    async refuseLocked(project, report) {
      installing.add(project);
      course.begin(report);
      await refuseLocked(domains, project, report);
      restoreEnvironment();
      // What could not be opened has been reported, and ends the install before any script.
      restoreEnvironment = hideVariables(await secretsOf(project).catch(() => []));
    },
    async refuseResolved(project) {
      try {
        await refuseResolved(domains, project);
      } catch (error) {
        course.failed();
        throw error;
      }
    },
    retainInstalled: (project, options) => {
      installing.delete(project);
      restoreEnvironment();
      course.end();
      return retainInstalled(domains, project, options);
    },
    async hideSecrets(project, env) {
      if (!installing.has(project)) return;
      hideVariables(await secretsOf(project), env);
    },
    runCommand: (words, context) => runCommand(host, words, context),
  };
}
