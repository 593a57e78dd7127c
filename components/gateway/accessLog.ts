/** Label `app` of the gateway's lines: the name of its pods, which index.ts gives. */
export const gatewayApp = "loki-gateway";

/** Field of an access log's line about a failed login: whose user was tried. Absent from every other line. */
export const triedField = "tenant_tried";

/** Its value where the collector's user was tried, who pushes for any tenant. No tenant's id has a `<`. */
export const triedCollector = "<collector>";

/** Its value where no known user was tried. What was sent may be a password in the wrong place. */
export const triedUnknown = "<unknown>";
