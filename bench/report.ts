import { cpus, totalmem } from 'node:os';

/** Prints the date and the machine of a measurement. */
export function printHeading(title: string): void {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  console.log(`\n${title}`);
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${processors.length} × ${processors[0]?.model}, ${memory} GiB, Node.js ${process.version}\n`,
  );
}

/** Prints rows as a Markdown table, for docs/benchmarks.md. */
export function printTable(
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  console.log(`| ${columns.join(' | ')} |`);
  console.log(`|${columns.map(() => '---').join('|')}|`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
}

/**
 * A percentile by the nearest-rank method.
 *
 * @param sorted values in ascending order
 * @param share between 0 and 1
 */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function percent(part: number, whole: number, digits = 2): string {
  return `${((100 * part) / whole).toFixed(digits)} %`;
}

export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
