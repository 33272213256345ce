const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const LOOPBACK = new RegExp(`^(?:localhost|::1|\\[::1\\]|127(?:\\.${OCTET}){3})$`, "i");

/** Is this an address or the name of this machine alone? As it stands in a URL, or bare: `[::1]` and `::1`. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);
