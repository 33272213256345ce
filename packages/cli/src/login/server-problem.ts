/** What a client would meet at an endpoint, told before it does. */
export interface ServerProblem {
  readonly message: string;
  readonly hint: string;
}

/** What the status of a ping means to a client; `undefined` when all is well. No status: nobody answered. */
export function serverProblem(status: number | undefined, endpoint: string): ServerProblem | undefined {
  switch (status) {
    case 200:
      return undefined;
    case undefined:
      return {
        message: `Nothing answers at ${endpoint} now.`,
        hint: "Run headwater serve for as long as clients are to use it.",
      };
    case 401:
      return {
        message: `The server at ${endpoint} does not take this token.`,
        hint: "It was started with another one, or is another server: look at server.token and server.url in its headwater.yml.",
      };
    case 404:
      return {
        message: `The server has no repository at ${endpoint}.`,
        hint: "See headwater list-repositories, and use --repository.",
      };
    default:
      return {
        message: `What answers at ${endpoint} is no headwater serve, or cannot serve now: it answered ${status}.`,
        hint: "Look at what it prints, and at server.url in headwater.yml.",
      };
  }
}
