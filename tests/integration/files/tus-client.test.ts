import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DetailedError, Upload } from 'tus-js-client';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { commit, makeWave, newCut, readOffset, reserved, sha256Of } from '../../helpers/uploads.ts';

async function band(totalBytes: number) {
  const server = await startServer();
  const user = await registerUser(server);
  const projectId = await createProject(user);
  const bytes = makeWave(totalBytes);
  const path = join(await temporaryFolder(), 'mix.wav');
  await writeFile(path, bytes);
  const row = await reserved(user, bytes, newCut(projectId));
  /** A client that is ready to send; `more` adds options. */
  const client = (more: Partial<Upload['options']>) =>
    new Upload(createReadStream(path), {
      uploadUrl: `${server.url}${row.tusUrl}`,
      headers: { cookie: user.cookie },
      uploadSize: bytes.length,
      retryDelays: null,
      ...more,
    });
  const send = (more: Partial<Upload['options']> = {}) =>
    new Promise<void>((resolve, reject) => {
      client({ ...more, onSuccess: () => resolve(), onError: reject }).start();
    });
  return { server, user, bytes, row, place: { server, user }, client, send };
}

describe('tus-js-client', () => {
  it.each([
    ['in one request', {}],
    ['in pieces', { chunkSize: 300_000 }],
  ])('sends %s', async (_how, options) => {
    const { user, bytes, row, send } = await band(2_000_000);
    await send(options);
    expect((await commit(user, row)).body).toMatchObject({ file: { sha256: sha256Of(bytes) } });
  });

  it('stops, and continues from what the server has', async () => {
    const { user, bytes, row, place, client, send } = await band(5_000_000);
    await new Promise<void>((resolve, reject) => {
      const stopped = client({
        chunkSize: 1_000_000,
        onError: reject,
        onChunkComplete: (_size, accepted) => {
          if (accepted >= 2_000_000) stopped.abort().then(resolve, reject);
        },
      });
      stopped.start();
    });
    const offset = await readOffset(place, row);
    expect(offset).toBeGreaterThanOrEqual(2_000_000);
    const asked: number[] = [];
    await send({ onBeforeRequest: (request) => void asked.push(Number(request.getHeader('Upload-Offset'))) });
    // HEAD has no offset; the PATCH after it starts at the server's.
    expect(asked.filter((each) => !Number.isNaN(each) && each > 0)).toEqual([offset]);
    expect((await commit(user, row)).body).toMatchObject({ file: { sha256: sha256Of(bytes) } });
  });

  it('gets the reason of a refusal, and can’t create an upload without a reservation', async () => {
    const { server, send } = await band(1000);
    const refusal = (options: Partial<Upload['options']>) =>
      send(options).then(
        () => null,
        (error: DetailedError) => error.originalResponse?.getStatus(),
      );
    expect(await refusal({ headers: {} })).toBe(401);
    expect(await refusal({ uploadUrl: null, endpoint: `${server.url}/api/uploads/tus` })).toBe(403);
  });
});
