import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { createDisk } from '../../../main/bounces/disk/disk.ts';
import { createMedia, type Media } from '../../../main/media/create-media.ts';
import { createFileReaders } from '../../../main/reading/file-readers.ts';
import { createNodeClient } from '../../../main/session/node-client.ts';
import { imageAddress, pictureAddress } from '../../../protocol/ipc/media-addresses.ts';
import type { File } from '../../../protocol/wire/file.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { dataUrlOf, makePng } from '../../helpers/pictures.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

async function band() {
  const server = await startServer();
  const user = await registerUser(server);
  const projectId = await createProject(user);
  const files = new Map<string, File>();
  const folder = await temporaryFolder('bandmate-media');
  const log = createQuietLog();
  const cookies = { header: () => user.cookie, receive: () => false, list: () => [], clear: () => undefined };
  const open = (): Media => {
    const readers = createFileReaders();
    disposeLater(readers.stop);
    const media = createMedia({
      ...{ disk: createDisk(), readers, clock: systemClock, log },
      ...{ folder: join(folder, 'sounds'), picturesFolder: join(folder, 'pictures') },
      client: createNodeClient({ serverUrl: server.url, cookies, log, clock: systemClock }),
      findFile: (fileId) => files.get(fileId),
      findCopies: () => [],
    });
    disposeLater(media.stop);
    return media;
  };
  const put = async (bytes: Buffer<ArrayBuffer>, name: string) => {
    const { file } = await upload({ server, user }, bytes, newCut(projectId), { name });
    files.set(file.id, file);
    return file;
  };
  return { server, user, folder, open, put };
}

const ask = (media: Media, address: string) => media.answer(new Request(`app://bundle/${address}`));
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

it('keeps a picture on this disk, fetches it again if it is damaged there, and then needs no server', async () => {
  const { server, user, folder, open } = await band();
  const bytes = makePng(32, 32);
  const { body } = await user.request('PUT', '/api/account', { picture: dataUrlOf(bytes) });
  const address = pictureAddress(body.avatarUrl);
  const media = open();
  const [first, second] = await Promise.all([ask(media, address), ask(media, address)]);
  expect(await bytesOf(first)).toEqual(bytes);
  expect(second.headers.get('content-type')).toBe('image/png');
  await writeFile(join(folder, 'pictures', body.avatarUrl.slice(-64)), 'damaged');
  expect(await bytesOf(await ask(media, address))).toEqual(bytes);
  await server.stop();
  expect(await bytesOf(await ask(open(), address))).toEqual(bytes);
  const unknown = pictureAddress(`/api/pictures/${'a'.repeat(64)}`);
  expect((await ask(open(), unknown)).status).toBe(503);
});

it('serves a file that is a picture, also offline, and a sound not as one', async () => {
  const { server, open, put } = await band();
  const bytes = makePng(600, 400);
  const picture = await put(Buffer.from(bytes), 'cover.png');
  const sound = await put(makeWave(100_000), 'mix.wav');
  const media = open();
  expect((await ask(media, imageAddress(sound.id))).status).toBe(400);
  const response = await ask(media, imageAddress(picture.id));
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(await bytesOf(response)).toEqual(bytes);
  await server.stop();
  await until(async () => (await ask(media, imageAddress(picture.id))).status === 200, {
    what: 'the picture to come from the cache',
  });
});
