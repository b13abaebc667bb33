import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { asarPath } from '../../tools/packages/app/asar-path.ts';
import { buildApp } from '../../tools/packages/app/build-app.ts';
import { ensureBuilt } from '../../tools/setup/app-build.ts';
import { launchApp } from '../helpers/app.ts';
import { median } from './meter.ts';
import { mebibytes, type Row, seconds, times } from './report.ts';

const runs = 3;
/** The folder of builds and the packages of the lock file, as electron-builder would pack them unasked. */
const unfilteredBytes = 87_000_000;

/** The packed app beside the build it is made of: from the start of the process until one can sign in, in turns. */
export async function benchPackage(folder: string): Promise<Row[]> {
  const root = resolve(import.meta.dirname, '../..');
  await ensureBuilt(root);
  const [packed] = await buildApp(root, ['app.asar']);
  if (packed?.kind !== 'built') throw new Error(packed?.why ?? 'The archive was not built.');
  const archive = asarPath(root);
  const took = { archive: [] as number[], build: [] as number[] };
  for (let run = 0; run < runs; run++) {
    for (const [name, build] of [
      ['archive', archive],
      ['build', root],
    ] as const)
      took[name].push(await timeToSignIn(build, join(folder, `${name}-${run}`)));
  }
  const bytes = statSync(archive).size;
  const [ours, floor] = [median(took.archive), median(took.build)];
  return [
    {
      ...{ what: 'App packed: start until one can sign in', ours: seconds(ours), ratio: times(ours / floor) },
      ...{ floor: `${seconds(floor)}, unpacked`, goal: '≤ 1.5 ×', met: ours / floor <= 1.5 },
    },
    {
      ...{
        what: 'App packed: size of app.asar',
        ours: mebibytes(bytes),
        ratio: times(bytes / unfilteredBytes),
      },
      ...{
        floor: `${mebibytes(unfilteredBytes)}, all dependencies`,
        goal: '≤ 17 MB',
        met: bytes <= 17_000_000,
      },
    },
  ];
}

async function timeToSignIn(build: string, userData: string): Promise<number> {
  const begun = performance.now();
  const running = await launchApp({ build, userData, serverUrl: 'http://127.0.0.1:9' });
  await running.page.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: 180_000 });
  const took = (performance.now() - begun) / 1000;
  await running.close();
  return took;
}
