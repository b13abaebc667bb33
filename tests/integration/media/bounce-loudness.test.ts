import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { newId } from '../../../common/new-id.ts';
import { createBounceLoudness, type KeptLoudness } from '../../../main/media/bounce-loudness.ts';
import { createSoundCache } from '../../../main/media/sound-cache.ts';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import type { Loudness } from '../../../protocol/wire/file.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { sine, writePcm } from '../../helpers/pcm.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { sha256Of } from '../../helpers/uploads.ts';

const transferOf = (path: string, bytes: Uint8Array): Transfer => ({
  ...{ id: newId(), bindingId: null, projectId: newId(), cutId: newId(), vibeName: null, cutName: 'Mix' },
  ...{ path, name: 'mix.wav', size: bytes.length, sent: 0, seenAt: 0, state: { kind: 'hashed' } },
  sha256: sha256Of(bytes),
});

/** A map in place of the disk. */
function keeping(kept = new Map<string, Loudness>()): KeptLoudness {
  return {
    read: (sha256) => kept.get(sha256) ?? null,
    put: (sha256, loudness) => kept.set(sha256, loudness),
  };
}

async function open() {
  const folder = await temporaryFolder();
  const loudness = createBounceLoudness(keeping());
  disposeLater(loudness.stop);
  const write = async (bytes: Uint8Array, name = 'mix.wav') => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return transferOf(path, bytes);
  };
  return { loudness, write };
}

it('measures a bounce that is only on this machine, once', async () => {
  const { loudness, write } = await open();
  const transfer = await write(writePcm('wav-24', sine(3)));
  expect(await loudness.measure({ ...transfer, sha256: null })).toEqual({ kind: 'pending' });
  const [first, second] = await Promise.all([loudness.measure(transfer), loudness.measure(transfer)]);
  if (first.kind !== 'measured') throw new Error(first.kind);
  expect(first.loudness.truePeak).toBeCloseTo(20 * Math.log10(0.8), 0);
  expect(second).toEqual(first);
  await rm(transfer.path);
  expect(await loudness.measure(transfer)).toEqual(first);
});

it('waits for a bounce that is being overwritten, and measures the next one', async () => {
  const { loudness, write } = await open();
  const transfer = await write(writePcm('wav-16', sine(1)));
  const bytes = writePcm('wav-16', sine(2));
  await writeFile(transfer.path, bytes);
  expect(await loudness.measure(transfer)).toEqual({ kind: 'pending' });
  expect((await loudness.measure(transferOf(transfer.path, bytes))).kind).toBe('measured');
});

it('has none for a file without readable sound, and goes on', async () => {
  const { loudness, write } = await open();
  const noise = Buffer.alloc(5_000, 7);
  for (const name of ['text.wav', 'text.mp3', 'text.m4a', 'text.flac']) {
    const transfer = await write(Buffer.concat([Buffer.from(name), noise]), name);
    expect([name, await loudness.measure(transfer)]).toEqual([name, { kind: 'none' }]);
  }
  expect((await loudness.measure(await write(writePcm('aiff-24', sine(1)), 'mix.aif'))).kind).toBe(
    'measured',
  );
});

it('is known after a restart of the app, without being measured again', async () => {
  const { write } = await open();
  const folder = await temporaryFolder();
  const transfer = await write(writePcm('wav-24', sine(2)));
  const start = () => {
    const cache = createSoundCache({ folder, clock: systemClock, log: createQuietLog() });
    const loudness = createBounceLoudness({ read: cache.readLoudness, put: cache.putLoudness });
    const stop = async () => {
      await loudness.stop();
      cache.close();
    };
    return { loudness, stop };
  };
  const first = start();
  const measured = await first.loudness.measure(transfer);
  expect(measured.kind).toBe('measured');
  await first.stop();
  // Nothing could be measured from here on.
  await rm(transfer.path);
  const second = start();
  disposeLater(second.stop);
  expect(await second.loudness.measure(transfer)).toEqual(measured);
});
