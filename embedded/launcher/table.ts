import type { Row } from './launcher.ts';

/** What runs where, for people. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ name, state, address, pid, origin, restarts }) => {
    const again = restarts === 0 ? '' : ` (restarted ${restarts}×)`;
    return [name, `${state}${again}`, address, pid === undefined ? '' : `pid ${pid}`, origin];
  });
  const widths = cells.reduce<readonly number[]>(
    (known, row) => row.map((cell, i) => Math.max(cell.length, known[i] ?? 0)),
    [],
  );
  return cells
    .map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}
