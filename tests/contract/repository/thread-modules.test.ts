import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');

const threads = ['server', 'main'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('-worker.ts'))
    .map((file) => join(folder, file)),
);

/** Node's `require` refuses modules that await something while they load, anywhere in what they import. */
const code = `
  const { parentPort, workerData } = require('node:worker_threads');
  let refusal = null;
  try {
    require(workerData.file);
  } catch (error) {
    if (error.code === 'ERR_REQUIRE_ASYNC_MODULE') refusal = error.message;
    // The thread of searches runs as far as opening its database, which isn't there.
    else if (error.name !== 'SqliteError') throw error;
  }
  parentPort.postMessage({ refusal });
`;

async function findAwait(file: string): Promise<string | null> {
  const worker = new Worker(code, {
    eval: true,
    workerData: { file: join(root, file), databaseFile: join(root, 'none') },
  });
  try {
    const { promise, resolve, reject } = Promise.withResolvers<{ refusal: string | null }>();
    // Threads of readers say first that they are ready.
    worker.on('message', (message) => 'refusal' in message && resolve(message));
    worker.once('error', reject);
    return (await promise).refusal;
  } finally {
    await worker.terminate();
  }
}

// Node aborts the whole process if a thread is ended while modules run that import one with a top-level `await`.
it('nothing that a thread imports has a top-level await', async () => {
  expect(threads.length).toBeGreaterThan(5);
  const found = await Promise.all(threads.map(async (file) => [file, await findAwait(file)]));
  expect(found).toEqual(threads.map((file) => [file, null]));
});
