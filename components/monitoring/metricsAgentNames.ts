/** Name of the agent that sends metrics, and value of its label `app.kubernetes.io/name`. */
export const metricsAgentName = "metrics-agent";

/** Port of its own metrics, and where it says that it is alive. */
export const metricsAgentPort = 9090;
