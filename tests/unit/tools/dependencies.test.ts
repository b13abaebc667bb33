import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { ensureDependencies, pinnedNode } from '../../../tools/setup/dependencies.mjs';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

/**
 * A project whose npm notes what it is asked for. Its `ci` removes the Node that runs this, as the real one does where
 * that is the pinned one, and its `rebuild` leaves another.
 */
async function openProject(): Promise<string> {
  const root = await temporaryFolder();
  await writeFile(join(root, 'package-lock.json'), '{}');
  await writeFile(join(root, 'package.json'), '{ "type": "module" }');
  await mkdir(dirname(pinnedNode(root)), { recursive: true });
  const npm = `import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
    const words = process.argv.slice(2).join(' ');
    appendFileSync('asked', words + '\\n');
    if (words.startsWith('ci')) rmSync('own-node');
    if (words.startsWith('rebuild node')) writeFileSync(${JSON.stringify(pinnedNode(root))}, '');`;
  await writeFile(join(root, 'npm.js'), npm);
  const { execPath, env } = process;
  await symlink(execPath, join(root, 'own-node'));
  process.execPath = join(root, 'own-node');
  process.env = { ...env, npm_execpath: join(root, 'npm.js'), npm_node_execpath: execPath };
  disposeLater(() => Object.assign(process, { execPath, env }));
  return root;
}

it('installs without install scripts, which would compile, but for the one that fetches Node', async () => {
  const root = await openProject();
  await ensureDependencies(root);
  await ensureDependencies(root);
  expect((await readFile(join(root, 'asked'), 'utf8')).trimEnd().split('\n')).toEqual([
    'ci --ignore-scripts --no-audit --no-fund --loglevel=error',
    'rebuild node --ignore-scripts=false --loglevel=error',
  ]);
});
