export { type CreateHandlerOptions, type Handler, type Mount, createHandler } from "./create-handler.ts";
export {
  type EphemeralEndpoint,
  type EphemeralEndpointOptions,
  ephemeralPort,
  startEphemeralEndpoint,
} from "./ephemeral-endpoint.ts";
export { type Authenticate, allowAnyone, requireToken } from "./http/bearer-token.ts";
export { type InProcessAgentOptions, createInProcessAgent } from "./in-process-agent.ts";
export { localUser } from "./http/local-user.ts";
export { errorResponse, errorStatus } from "./http/error-response.ts";
export { type NodeListenerOptions, createNodeListener } from "./node-listener.ts";
export { type NodeServer, type NodeServerOptions, startNodeServer } from "./node-server.ts";
export { pingEndpoint } from "./ping-endpoint.ts";
export { type RunningServer, type ServeOptions, serve } from "./serve.ts";
