import { overlap, valueAt, type Path } from "./keys";
import { passwordFlaw } from "./passwordFlaws";
import type { ReadSettings } from "./readSettings";
import type { Finding } from "./rules";

/**
 * Passwords that somebody chose and others guess: Grafana's administrator's is not the user's name, and in
 * prod the tenants' are judged as strictly. Those that are being replaced are not.
 */
export function chosenPasswords(
  values: unknown,
  { settings, broken }: ReadSettings,
  production: boolean,
): Finding[] {
  const { grafana, gateway, tenants } = settings;
  const judged: { path: Path; names: readonly string[] }[] = [
    { path: ["grafana", "adminPassword"], names: [grafana.adminUser] },
    ...(production && gateway.enabled ? tenants : []).flatMap(({ id }, index) =>
      ["writePassword", "readPassword"].map((name) => ({
        path: ["tenants", index, name],
        names: [`${id}-write`, `${id}-read`, id],
      })),
    ),
  ];
  return judged.flatMap(({ path, names }): Finding[] => {
    const password = valueAt(values, path);
    const known = broken.some((place) => overlap(path, place)) || typeof password !== "string";
    const flaw = known ? undefined : passwordFlaw(password, names);
    return flaw === undefined ? [] : [{ ...flaw, path }];
  });
}
