/** One series of a program's metrics, as it prints them. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
export function series(text: string): Series[] {
  return text.split("\n").flatMap((line) => {
    const [, name, labels = "", value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line) ?? [];
    return name === undefined
      ? []
      : [{ name, labels: labelsOf(labels), value: Number(value?.replace("Inf", "Infinity")) }];
  });
}

const labelsOf = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );

/** The metrics of a program that serves them without more. */
export async function metricsOf(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { headers });
  if (response.status !== 200) {
    throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  }
  return series(await response.text());
}

/** The sum of every series of this name. Absent where there is none. */
export function total(all: readonly Series[], name: string): number | undefined {
  const values = all.filter((one) => one.name === name).map(({ value }) => value);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}
