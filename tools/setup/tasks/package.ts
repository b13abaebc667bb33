import { join } from 'node:path';
import { type AppPackage, appPackages, buildApp } from '../../packages/app/build-app.ts';
import { describeOutcomes, exitCodeOf, type Outcome } from '../../packages/outcome.ts';
import { writeSbom } from '../../packages/sbom.ts';
import { say } from '../say.mjs';

/** All packages by their names, each with its way to build it. */
const sbomName = 'sbom';
const names: readonly string[] = [...appPackages, sbomName];

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
  if (isWanted(sbomName)) outcomes.push(await buildSbom(root));
  say(`\n${describeOutcomes(root, outcomes)}`);
  return exitCodeOf(outcomes, asked.length > 0);
}

async function buildSbom(root: string): Promise<Outcome> {
  try {
    const path = await writeSbom(root, join(root, 'dist/bandmate.cdx.json'));
    return { name: sbomName, kind: 'built', path };
  } catch (error) {
    return { name: sbomName, kind: 'failed', why: (error as Error).message };
  }
}
