import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { collect } from '../../../server/storage/in-turns.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { freshPostgresDatabase, hasPostgres, startPostgres } from '../../helpers/postgres.ts';
import { hasS3, openTestS3, startS3 } from '../../helpers/s3.ts';
import { startS3Proxy } from '../../helpers/s3-proxy.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import {
  commit,
  makeWave,
  newCut,
  readOffset,
  reserved,
  restart,
  sendBytes,
  sha256Of,
  upload,
} from '../../helpers/uploads.ts';

async function band() {
  const service = await startS3();
  const proxy = await startS3Proxy(service.endpoint);
  const storageUrl = service.freshUrl(proxy.endpoint);
  const server = await startServer({ storageUrl });
  const user = await registerUser(server);
  const projectId = await createProject(user);
  return { server, user, projectId, proxy, storageUrl, place: { server, user } };
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe.skipIf(!hasS3)('a server with its files in S3', () => {
  it('takes an upload in pieces, over a restart, and sends ranges of it; its folder has no files', async () => {
    const { server, user, projectId, storageUrl, place } = await band();
    const bytes = makeWave(6_000_000);
    const row = await reserved(user, bytes, newCut(projectId));
    const [first, second] = [1_000_003, 5_500_000];
    expect((await sendBytes(place, row, bytes.subarray(0, first))).status).toBe(204);
    await restart(server);
    expect(await readOffset(place, row)).toBe(first);
    expect((await sendBytes(place, row, bytes.subarray(first, second), first)).status).toBe(204);
    expect((await sendBytes(place, row, bytes.subarray(second), second)).status).toBe(204);
    const { body } = await commit(user, row);
    expect(body).toMatchObject({ state: 'committed', file: { sha256: sha256Of(bytes) } });

    const get = (headers = {}) =>
      fetch(`${server.url}/api/files/${body.file.id}/stream`, {
        headers: { cookie: user.cookie, ...headers },
      });
    expect((await bytesOf(await get())).equals(bytes)).toBe(true);
    const range = await get({ range: 'bytes=5242870-5242889' });
    expect(range.status).toBe(206);
    expect(await bytesOf(range)).toEqual(bytes.subarray(5_242_870, 5_242_890));
    const s3 = await openTestS3(storageUrl);
    await until(async () => (await collect(s3.list('uploads/'))).length === 0, { what: 'the pieces to go' });
    await until(async () => (await collect(s3.list('sidecars/peaks/'))).length === 1, { what: 'a waveform' });
    expect(await readdir(server.dataDirectory)).not.toContain('blobs');
  });

  it('answers 503 while S3 fails, keeps what it acknowledged, and goes on afterwards', async () => {
    const { user, projectId, proxy, place } = await band();
    const bytes = makeWave(300_000);
    const row = await reserved(user, bytes, newCut(projectId));
    await sendBytes(place, row, bytes.subarray(0, 100_000));
    proxy.decide = () => 'cut';
    const refused = await sendBytes(place, row, bytes.subarray(100_000), 100_000);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ kind: 'unavailable', statusCode: 503 });
    expect((await commit(user, row)).body).toMatchObject({ kind: 'unavailable' });
    expect((await user.request('GET', `/api/projects/${projectId}`)).status).toBe(200);

    proxy.decide = () => 'pass';
    expect(await readOffset(place, row)).toBe(100_000);
    await sendBytes(place, row, bytes.subarray(100_000), 100_000);
    expect((await commit(user, row)).status).toBe(200);
    expect(proxy.spoilt).toBeGreaterThan(0);
  });

  it('starts while S3 is away, and uses it once it is there', async () => {
    const { server, projectId, proxy, place } = await band();
    proxy.decide = () => ({ status: 503 });
    await restart(server);
    proxy.decide = () => 'pass';
    const { state } = await upload(place, makeWave(1_000), newCut(projectId));
    expect(state).toBe('committed');
  });

  it('has no room left when the bucket has a quota: the same refusal as a full disk', async () => {
    const { user, projectId, proxy, place } = await band();
    const row = await reserved(user, makeWave(1_000), newCut(projectId));
    proxy.decide = ({ method }) => (method === 'PUT' ? { status: 403, code: 'QuotaExceeded' } : 'pass');
    const refused = await sendBytes(place, row, makeWave(1_000));
    expect(await refused.json()).toMatchObject({ kind: 'no-space' });
  });
});

describe.skipIf(!hasS3)('a storage that can’t be used', () => {
  it('keeps a server from starting if there is no such bucket', async () => {
    const { endpoint } = await startS3();
    const starting = startServer({ storageUrl: `s3://no-such-bucket/files?endpoint=${endpoint}` });
    await expect(starting).rejects.toThrow(
      `There is no bucket “no-such-bucket” at ${endpoint}. Create it, or correct STORAGE_URL.`,
    );
  });

  it.each([
    ['InvalidAccessKeyId', /^The key in AWS_ACCESS_KEY_ID is unknown at http/],
    ['SignatureDoesNotMatch', /^The secret in AWS_SECRET_ACCESS_KEY doesn’t belong to the key/],
    ['AccessDenied', /^The keys may not read, write, list and delete in the bucket “band”/],
  ])('keeps a server from starting if the keys are refused: %s', async (code, sentence) => {
    await startS3();
    const refusing = http.createServer((request, response) => {
      request.resume();
      response.writeHead(403, { 'content-type': 'application/xml' });
      response.end(`<Error><Code>${code}</Code><Message>No.</Message></Error>`);
    });
    refusing.listen(0, '127.0.0.1');
    await once(refusing, 'listening');
    disposeLater(() => {
      refusing.closeAllConnections();
      refusing.close();
    });
    const endpoint = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
    const dataDirectory = join(await temporaryFolder(), newId());
    const starting = startServer({ dataDirectory, storageUrl: `s3://band?endpoint=${endpoint}` });
    await expect(starting).rejects.toThrow(sentence);
  });
});

describe.skipIf(!hasPostgres)('a node of several without a storage', () => {
  it('serves what needs no files, and answers the rest 503 with a sentence', async () => {
    const databaseUrl = await freshPostgresDatabase(await startPostgres());
    const server = await startServer({ databaseUrl });
    const user = await registerUser(server);
    const projectId = await createProject(user);
    expect((await user.request('GET', `/api/projects/${projectId}`)).status).toBe(200);
    const wanted = { uploadKey: newId(), name: 'mix.wav', size: 5, sha256: sha256Of(Buffer.from('a mix')) };
    const target = newCut(projectId);
    const refused = await user.request('POST', '/api/uploads/reserve', { ...wanted, target });
    expect(refused).toMatchObject({
      status: 503,
      body: {
        kind: 'unavailable',
        error:
          'The server can’t use its storage for files until its administrator sets it up. Nothing is lost.',
      },
    });
  });
});
