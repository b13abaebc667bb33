import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AppPackage, appPackages, buildApp } from '../../packages/app/build-app.ts';
import { describeOutcomes, exitCodeOf, type Outcome } from '../../packages/outcome.ts';
import { writeSbom } from '../../packages/sbom.ts';
import { buildServerDeb, debProblem } from '../../packages/server-deb.ts';
import { ensureBuilt } from '../app-build.ts';
import { say } from '../say.mjs';

/** Packages beside those of the app, each with its way to build it. */
const others: Record<string, (root: string) => Promise<Outcome>> = {
  'server-deb': async (root) => {
    const name = 'server-deb';
    const why = debProblem();
    if (why) return { name, kind: 'impossible', why };
    return outcomeOf(name, async () => {
      await ensureBuilt(root);
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
      return buildServerDeb(root, { version, folder: join(root, 'dist/server'), compression: 'xz' });
    });
  },
  sbom: (root) => outcomeOf('sbom', () => writeSbom(root, join(root, 'dist/bandmate.cdx.json'))),
};
const names: readonly string[] = [...appPackages, ...Object.keys(others)];

/** `npm run package [-- NAME…]`: builds the named packages, or all that this machine can build. */
export async function packageAll(root: string, asked: readonly string[]): Promise<number> {
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    say(`There is no package “${unknown.join('”, “')}”. There are: ${names.join(', ')}.`);
    return 1;
  }
  const isWanted = (name: string) => asked.length === 0 || asked.includes(name);
  const outcomes: Outcome[] = [];
  const ofApp = appPackages.filter((name): name is AppPackage => isWanted(name));
  if (ofApp.length > 0) outcomes.push(...(await buildApp(root, ofApp)));
  for (const [name, build] of Object.entries(others)) if (isWanted(name)) outcomes.push(await build(root));
  say(`\n${describeOutcomes(root, outcomes)}`);
  return exitCodeOf(outcomes, asked.length > 0);
}

async function outcomeOf(name: string, build: () => Promise<string>): Promise<Outcome> {
  try {
    return { name, kind: 'built', path: await build() };
  } catch (error) {
    return { name, kind: 'failed', why: (error as Error).message };
  }
}
