/** At most this many direct upstreams per repository (U1). */
export const MAX_DIRECT_UPSTREAMS = 10;

/** At most this many upstream repositories are searched for one request, the requested one not counted (U2, U7). */
export const MAX_SEARCHED_UPSTREAMS = 25;
