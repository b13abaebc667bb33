import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { createBounceLoudness } from '../../../main/media/bounce-loudness.ts';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { sine, writePcm } from '../../helpers/pcm.ts';
import { sha256Of } from '../../helpers/uploads.ts';

const transferOf = (path: string, bytes: Uint8Array): Transfer => ({
  ...{ id: newId(), bindingId: null, projectId: newId(), cutId: newId(), vibeName: null, cutName: 'Mix' },
  ...{ path, name: 'mix.wav', size: bytes.length, sent: 0, seenAt: 0, state: { kind: 'hashed' } },
  sha256: sha256Of(bytes),
});

async function open() {
  const folder = await temporaryFolder();
  const loudness = createBounceLoudness();
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
