import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { root } from './source-files.ts';

const limited = [
  'audio',
  'client',
  'commands',
  'common',
  'main',
  'preload',
  'protocol',
  'renderer',
  'server',
];
const exempt = ['server/db/migrations', 'tests/faults', 'tools/setup'];

/** A function of this many lines, its first and last line included. */
function functionOf(lineCount: number): string {
  const body = Array.from({ length: lineCount - 4 }, () => '  total += 1;\n').join('');
  return `export function long(): number {\n  let total = 0;\n${body}  return total;\n}\n`;
}

/** The folders in which a function of this length fails the lint, with the repository's own settings. */
async function foldersThatRefuse(lineCount: number): Promise<string[]> {
  const folder = await temporaryFolder('bandmate-function-length');
  await copyFile(join(root, 'biome.json'), join(folder, 'biome.json'));
  for (const path of [...limited, ...exempt]) {
    await mkdir(join(folder, path), { recursive: true });
    await writeFile(join(folder, path, 'long.ts'), functionOf(lineCount));
  }
  const { stdout, stderr } = spawnSync(
    process.execPath,
    // Without `--only`, which ignores the overrides that turn the rule off.
    [
      join(root, 'node_modules/@biomejs/biome/bin/biome'),
      ...['lint', '--reporter=json', '--max-diagnostics=none', '.'],
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  const report = JSON.parse(stdout || stderr) as {
    diagnostics: { category: string; severity: string; location: { path: string | { file: string } } }[];
  };
  return report.diagnostics
    .map(({ category, severity, location }) => {
      expect(category).toBe('lint/complexity/noExcessiveLinesPerFunction');
      expect(severity).toBe('error');
      return dirname(typeof location.path === 'string' ? location.path : location.path.file);
    })
    .sort();
}

test('a function of 130 lines fails the lint, except in tools, tests and migrations', async () => {
  expect(await foldersThatRefuse(130)).toEqual(limited);
});

test('a function of 120 lines passes the lint', async () => {
  expect(await foldersThatRefuse(120)).toEqual([]);
});
