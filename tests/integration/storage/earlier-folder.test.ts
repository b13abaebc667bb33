import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { encodePeaks } from '../../../audio/peaks-format.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import {
  commit,
  makeWave,
  newCut,
  readOffset,
  reserved,
  restart,
  sendBytes,
  upload,
} from '../../helpers/uploads.ts';

it('opens a data folder as earlier versions laid it out, with a half-sent upload', async () => {
  const server = await startServer();
  const user = await registerUser(server);
  const place = { server, user };
  const projectId = await createProject(user);
  const [kept, silent] = [makeWave(), makeWave()];
  const { file } = await upload(place, kept, newCut(projectId));
  const { file: withoutPeaks } = await upload(place, silent, newCut(projectId));
  const bytes = makeWave(10_000);
  const row = await reserved(user, bytes, newCut(projectId));
  await server.stop();

  const below = (...names: string[]) => join(server.dataDirectory, ...names);
  for (const name of ['blobs', 'uploads', 'incoming']) {
    await rm(below(name), { recursive: true });
    await mkdir(below(name), { mode: 0o700 });
  }
  const lay = async (sha256: string, content: Uint8Array, peaks: Uint8Array) => {
    const path = below('blobs', sha256.slice(0, 2), sha256);
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    await writeFile(path, content, { mode: 0o600 });
    await writeFile(`${path}.peaks`, peaks, { mode: 0o600 });
  };
  // Peaks that no meter would make of these bytes: they must not be measured again.
  const peaks = encodePeaks({ sampleRate: 8_000, samplesPerPixel: 256, points: Int8Array.from([-7, 7]) });
  await lay(file.sha256, kept, peaks);
  await lay(withoutPeaks.sha256, silent, new Uint8Array(0));
  await writeFile(below('uploads', row.id), bytes.subarray(0, 6_000), { mode: 0o600 });
  await writeFile(below('incoming', 'f0a54b05-8f0a-4f7c-9a53-000000000000'), 'never finished');

  await restart(server);
  expect(await readdir(below('incoming'))).toEqual([]);
  const get = (path: string) => fetch(`${server.url}${path}`, { headers: { cookie: user.cookie } });
  expect(Buffer.from(await (await get(file.url)).arrayBuffer()).equals(kept)).toBe(true);
  const read = await get(`/api/files/${file.id}/peaks`);
  expect(new Uint8Array(await read.arrayBuffer())).toEqual(peaks);
  expect((await get(`/api/files/${withoutPeaks.id}/peaks`)).status).toBe(404);

  expect(await readOffset(place, row)).toBe(6_000);
  expect((await sendBytes(place, row, bytes.subarray(6_000), 6_000)).status).toBe(204);
  const { body } = await commit(user, row);
  expect(body).toMatchObject({ state: 'committed', added: true });
  const { sha256 } = body.file;
  expect((await readFile(below('blobs', sha256.slice(0, 2), sha256))).equals(bytes)).toBe(true);
  expect(existsSync(below('uploads', row.id))).toBe(false);
});
