import { createHash } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createDisk } from '../../../main/bounces/disk/disk.ts';
import { identityOf } from '../../../main/bounces/disk/file-identity.ts';
import { createHasher } from '../../../main/bounces/disk/hasher.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

async function prepare(bytes: Buffer) {
  const path = join(await temporaryFolder(), 'mix.wav');
  await writeFile(path, bytes);
  const hasher = createHasher(createDisk());
  disposeLater(() => hasher.stop());
  return { path, hasher, identity: identityOf(await stat(path, { bigint: true })) };
}

it('hashes a file in the requested state, several at a time', async () => {
  const bytes = Buffer.alloc(3_500_001, 'sound');
  const { path, hasher, identity } = await prepare(bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { signal } = new AbortController();
  const both = await Promise.all([hasher.hash(path, identity, signal), hasher.hash(path, identity, signal)]);
  expect(both).toEqual([
    { kind: 'hashed', sha256 },
    { kind: 'hashed', sha256 },
  ]);
});

it('reports a changed, missing or aborted file', async () => {
  const { path, hasher, identity } = await prepare(Buffer.alloc(50_000_000));
  const { signal } = new AbortController();
  expect(await hasher.hash(path, { ...identity, size: identity.size - 1 }, signal)).toEqual({
    kind: 'changed',
  });
  expect(await hasher.hash(path, { ...identity, modified: '1' }, signal)).toEqual({ kind: 'changed' });
  expect(await hasher.hash(`${path}.gone`, identity, signal)).toEqual({ kind: 'failed', code: 'ENOENT' });
  const controller = new AbortController();
  const aborted = hasher.hash(path, identity, controller.signal);
  controller.abort();
  expect(await aborted).toEqual({ kind: 'failed', code: 'ABORTED' });
});
