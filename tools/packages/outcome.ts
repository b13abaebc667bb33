import { statSync } from 'node:fs';
import { relative } from 'node:path';

/** The end of one package: `impossible` if this machine lacks something that the package can't be built without. */
export type Outcome = { name: string } & (
  | { kind: 'built'; path: string }
  | { kind: 'impossible' | 'failed'; why: string }
);

/** A line for each package, for the terminal. */
export function describeOutcomes(root: string, outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  return outcomes
    .map((outcome) => {
      const name = outcome.name.padEnd(width);
      if (outcome.kind === 'built')
        return `✓ ${name}  ${relative(root, outcome.path)}${sizeOf(outcome.path)}`;
      return `${outcome.kind === 'failed' ? '✗' : '–'} ${name}  ${notBuilt[outcome.kind]}: ${outcome.why}`;
    })
    .join('\n');
}

const notBuilt = { impossible: 'not possible here', failed: 'failed' };

function sizeOf(path: string): string {
  const stat = statSync(path);
  return stat.isFile() ? `, ${(stat.size / 1e6).toFixed(1)} MB` : '';
}

/**
 * 1 if a package failed, or one that was asked for by its name could not be built. Without names, everything that this
 * machine can build is asked for.
 */
export function exitCodeOf(outcomes: readonly Outcome[], isNamed: boolean): number {
  return outcomes.every(({ kind }) => kind === 'built' || (kind === 'impossible' && !isNamed)) ? 0 : 1;
}
