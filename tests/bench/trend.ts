import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Row } from './report.ts';

/**
 * `trend.ts HISTORY`: appends the last run of the benches to a file of runs, one a line, and prints a Markdown table of
 * each ratio beside the middle one of the ten runs before. Only ratios are compared: machines of a nightly run differ.
 */
type Run = { at: string; rows: Row[] };

const [file] = process.argv.slice(2);
if (!file) {
  process.stderr.write('Usage: npm run bench:trend -- HISTORY.jsonl\n');
  process.exit(2);
}
const earlier: Run[] = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .slice(-10)
      .map((line) => JSON.parse(line))
  : [];
const last: Run = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../test-results/bench.json'), 'utf8'),
);
mkdirSync(dirname(file), { recursive: true });
appendFileSync(file, `${JSON.stringify(last)}\n`);
process.stdout.write(`${trendTable(last, earlier)}\n`);

function trendTable({ rows }: Run, runs: Run[]): string {
  const lines = rows.map(({ what, ours, floor, ratio, met }) => {
    const before = runs
      .flatMap((run) => run.rows.filter((row) => row.what === what))
      .map((row) => Number.parseFloat(row.ratio));
    const known = before.filter(Number.isFinite).sort((one, other) => one - other);
    const middle = known[Math.floor(known.length / 2)];
    return `| ${what} | ${ours} | ${floor} | ${ratio} | ${middle === undefined ? '–' : `${middle.toFixed(2)} ×`} | ${met === false ? 'NO' : ''} |`;
  });
  return [
    `| what | ours | floor | ratio | before (${runs.length} runs) | goal missed |`,
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
