import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import type { HashResult } from '../../../client/uploads/transfer-results.ts';
import { type FileIdentity, identityOf, sameIdentity } from './file-identity.ts';

export type HashRequest = { id: number; path: string; identity: FileIdentity } | { id: number; abort: true };

/** `alive`: sent about once a second while bytes still arrive. */
export type HashAnswer = { id: number; result: HashResult } | { id: number; alive: true };

/** Read at a time, in bytes: large enough for full speed, small enough to abort soon. */
const pieceBytes = 1024 ** 2;
const aliveMilliseconds = 1_000;

const port = parentPort;
if (!port) throw new Error('The hash worker runs as a worker thread only');
const aborted = new Set<number>();

port.on('message', async (request: HashRequest) => {
  if ('abort' in request) {
    aborted.add(request.id);
    return;
  }
  const alive = () => port.postMessage({ id: request.id, alive: true } satisfies HashAnswer);
  const result = await hash(request.path, request.identity, () => aborted.has(request.id), alive);
  aborted.delete(request.id);
  port.postMessage({ id: request.id, result } satisfies HashAnswer);
});

/** SHA-256 of the file in exactly this state. `fstat` before and after shows whether the bytes stayed the same. */
async function hash(
  path: string,
  identity: FileIdentity,
  isAborted: () => boolean,
  alive: () => void,
): Promise<HashResult> {
  try {
    await using handle = await open(path, 'r');
    if (!sameIdentity(identityOf(await handle.stat({ bigint: true })), identity)) return { kind: 'changed' };
    const sum = createHash('sha256');
    const piece = Buffer.allocUnsafe(pieceBytes);
    let offset = 0;
    let aliveAt = performance.now();
    while (offset < identity.size) {
      if (isAborted()) return { kind: 'failed', code: 'ABORTED' };
      const { bytesRead } = await handle.read(piece, 0, pieceBytes, offset);
      if (bytesRead === 0) return { kind: 'changed' };
      sum.update(piece.subarray(0, bytesRead));
      offset += bytesRead;
      if (performance.now() - aliveAt < aliveMilliseconds) continue;
      aliveAt = performance.now();
      alive();
    }
    if (!sameIdentity(identityOf(await handle.stat({ bigint: true })), identity)) return { kind: 'changed' };
    return { kind: 'hashed', sha256: sum.digest('hex') };
  } catch (error) {
    return { kind: 'failed', code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' };
  }
}
