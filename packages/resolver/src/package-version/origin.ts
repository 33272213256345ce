/** How a version came into the domain, not into the repository that is asked (K8). */
export interface Origin {
  readonly originType: "INTERNAL" | "EXTERNAL" | "UNKNOWN";
  readonly domainEntryPoint:
    | { readonly repositoryName: string; readonly externalConnectionName?: undefined }
    | { readonly externalConnectionName: string; readonly repositoryName?: undefined };
}
