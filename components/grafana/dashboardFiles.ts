import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dashboardUids } from "./dashboardUids";

/** What a dashboard shows, where it is not the lines of any stack. */
type Subject = "prometheus" | "consul" | "canary";

/** The stack's dashboards, and what each is of no use without. */
export const dashboardSubjects = {
  logVolume: [],
  errors: [],
  performance: [],
  service: [],
  loki: ["prometheus"],
  collector: ["prometheus"],
  consul: ["prometheus", "consul"],
  canary: ["prometheus", "canary"],
} as const satisfies Partial<Record<keyof typeof dashboardUids, readonly Subject[]>>;

export type DashboardName = keyof typeof dashboardSubjects;

const names = Object.keys(dashboardSubjects) as DashboardName[];

export interface DashboardsArgs {
  /** What there is beside lines. */
  readonly subjects: Readonly<Record<Subject, boolean>>;
  /** The jobs whose lines are PostgreSQL's: chosen at first. */
  readonly postgresqlJobs: readonly string[];
}

/** The dashboards that have something to show. */
export const shownDashboards = (subjects: DashboardsArgs["subjects"]): DashboardName[] =>
  names.filter((name) => dashboardSubjects[name].every((subject: Subject) => subjects[subject]));

/** Where `npm run generate` puts a dashboard, from the root of the repository. */
export const dashboardPath = (name: DashboardName) =>
  `components/grafana/dashboards/json/${dashboardUids[name]}.json`;

/** The files of these dashboards, by name, as Grafana reads them. */
export function dashboardFiles({ subjects, postgresqlJobs }: DashboardsArgs) {
  const root = join(__dirname, "..", "..");
  return shownDashboards(subjects).map((name) => {
    const text = readFileSync(join(root, dashboardPath(name)), "utf8");
    const dashboard = JSON.parse(text) as DashboardJson;
    return {
      uid: dashboardUids[name],
      file: `${dashboardUids[name]}.json`,
      // On one line: a ConfigMap has room for 1 MiB.
      text: JSON.stringify(withJobs(dashboard, postgresqlJobs)),
    };
  });
}

/** The part of a dashboard that depends on the settings. */
interface DashboardJson {
  readonly templating: { readonly list: readonly { readonly name: string; current?: object }[] };
}

/** Chooses the jobs that the settings name in the variable for PostgreSQL's. */
function withJobs(dashboard: DashboardJson, jobs: readonly string[]): DashboardJson {
  for (const variable of dashboard.templating.list) {
    if (variable.name === "postgresqlJob") {
      variable.current = { text: [...jobs], value: [...jobs] };
    }
  }
  return dashboard;
}

/** Uid of the folder in which Grafana shows the dashboards. */
export const dashboardFolderUid = "fraiseql";

/**
 * Grafana's provisioning file for dashboards.
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards
 */
export interface DashboardProvidersFile {
  apiVersion: 1;
  providers: [
    {
      name: string;
      type: "file";
      folder: string;
      folderUid: string;
      /** Whether a dashboard stays once its file is gone. */
      disableDeletion: boolean;
      allowUiUpdates: boolean;
      updateIntervalSeconds: number;
      options: { path: string; foldersFromFilesStructure: boolean };
    },
  ];
}

/** Has Grafana read the dashboards from a folder in its container. */
export const dashboardProviders = (path: string): DashboardProvidersFile => ({
  apiVersion: 1,
  providers: [
    {
      name: "fraiseql-loki",
      type: "file",
      folder: "FraiseQL",
      folderUid: dashboardFolderUid,
      disableDeletion: false,
      // A change that somebody saves would be gone at the next start: Save as makes an own one.
      allowUiUpdates: false,
      // The files change only with the pod.
      updateIntervalSeconds: 3600,
      options: { path, foldersFromFilesStructure: false },
    },
  ],
});
