import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { ensureDependencies, pinnedNode } from '../../../tools/setup/dependencies.mjs';
import { temporaryFolder } from '../../helpers/disposal.ts';

it('installs without install scripts, which would compile, but for the one that fetches Node', async () => {
  const root = await temporaryFolder();
  await writeFile(join(root, 'package-lock.json'), '{}');
  await writeFile(join(root, 'package.json'), '{ "type": "module" }');
  await mkdir(dirname(pinnedNode(root)), { recursive: true });
  // In npm's place: it notes what it is asked for, and its rebuild leaves a Node.
  const npm = `import { appendFileSync, writeFileSync } from 'node:fs';
    const words = process.argv.slice(2).join(' ');
    appendFileSync('asked', words + '\\n');
    if (words.startsWith('rebuild node')) writeFileSync(${JSON.stringify(pinnedNode(root))}, '');`;
  await writeFile(join(root, 'npm.js'), npm);
  const before = process.env.npm_execpath;
  process.env.npm_execpath = join(root, 'npm.js');
  try {
    await ensureDependencies(root);
    await ensureDependencies(root);
  } finally {
    if (before === undefined) delete process.env.npm_execpath;
    else process.env.npm_execpath = before;
  }
  expect((await readFile(join(root, 'asked'), 'utf8')).trimEnd().split('\n')).toEqual([
    'ci --ignore-scripts --no-audit --no-fund --loglevel=error',
    'rebuild node --ignore-scripts=false --loglevel=error',
  ]);
});
