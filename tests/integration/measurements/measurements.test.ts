import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decodePeaks } from '../../../audio/peaks-format.ts';
import { createMeasurements, type FigureUse } from '../../../server/measurements/measurements.ts';
import { sine, writePcm } from '../../helpers/pcm.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { withParts } from '../../helpers/server-parts.ts';
import { until } from '../../helpers/until.ts';
import { newCut, upload } from '../../helpers/uploads.ts';

it('records a figure before it keeps the sidecar, and measures again if it could not', async () => {
  const server = await startServer();
  const user = await registerUser(server);
  const projectId = await createProject(user);
  const { file } = await upload({ server, user }, writePcm('wav-16', sine(1)), newCut(projectId));
  const { sha256 } = file;
  const sidecar = join(server.dataDirectory, 'blobs', sha256.slice(0, 2), `${sha256}.peaks`);
  await until(() => existsSync(sidecar));
  await until(async () => (await server.database.value('select measured from blob')) === 1);
  await server.stop();
  // As if it had not come so far.
  rmSync(sidecar);
  await server.database.run('update blob set measured = null');

  await withParts(server.dataDirectory, async ({ db, blobs, log }) => {
    const trace: unknown[] = [];
    const start = (record: NonNullable<FigureUse['record']>) => {
      const use = {
        peaks: { record, announce: ({ fileId }) => void trace.push(fileId) } satisfies FigureUse,
        loudness: {},
        rms: {},
      };
      const measurements = createMeasurements({ db, blobs, use, log });
      measurements.catchUp();
      return measurements;
    };

    const failing = start(async () => {
      trace.push('failed');
      throw new Error('The power went out.');
    });
    await until(() => trace.length === 1);
    await failing.close();
    expect(existsSync(sidecar)).toBe(false);

    const working = start(async (recorded, figure) => {
      trace.push([recorded, decodePeaks(figure)?.sampleRate, existsSync(sidecar)]);
    });
    await until(() => trace.length === 3);
    await working.close();
    expect(trace).toEqual(['failed', [sha256, 8_000, false], file.id]);
    expect(existsSync(sidecar)).toBe(true);

    const idle = start(async () => trace.push('again'));
    await idle.close();
    expect(trace).toHaveLength(3);
  });
});
