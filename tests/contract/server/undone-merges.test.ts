import { expect, test } from 'vitest';
import type { DeletedItem } from '../../../protocol/wire/deleted.ts';
import { settled } from '../../helpers/hearing.ts';
import { pngDataUrl } from '../../helpers/pictures.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  request,
  shareServer,
} from '../../helpers/server.ts';
import { startBand, withoutFigures } from '../../helpers/stacks.ts';

const sharedServer = shareServer();

/** A project of these songs, each with one version and in a vibe of its own. Ana is its admin; Ben, a member, corrects. */
async function assemble(...names: string[]) {
  const band = await startBand(sharedServer());
  const { server, ana, ben, projectId } = band;
  for (const name of names) await band.bounce(`${name}.wav`);
  const cuts = new Map((await band.cuts()).map((cut) => [cut.name, cut]));
  const song = (name: string) => {
    const cut = cuts.get(name);
    if (!cut) throw new Error(`There is no ${name}`);
    return cut;
  };
  const share = async (path: string): Promise<{ id: string; token: string }> => {
    const { status, body } = await ana.request('POST', `/api/${path}/share`, {});
    expect(status).toBe(201);
    return body;
  };
  return {
    ...{ ...band, song },
    shareSong: (name: string) => share(`cuts/${song(name).id}`),
    shareVibe: (name: string) => share(`vibes/${song(name).vibeId}`),
    /** The names of what the links lead to, or the status of a refusal. */
    led(...links: { token: string }[]): Promise<(string | number)[]> {
      return Promise.all(
        links.map(async ({ token }) => {
          const { status, body } = await request(server, 'GET', `/api/share/${token}`);
          return status === 200 ? body.title : status;
        }),
      );
    },
    merge: (name: string, into: string) =>
      ben.command('cut.merge', { id: song(name).id, targetCutId: song(into).id }),
    removeEmptied: (name: string) => ben.command('vibe.delete', { id: song(name).vibeId, onlyIfEmpty: true }),
    split(name: string, from: string) {
      const { id, vibeId, files } = song(name);
      const fileIds = files.map((file) => file.id);
      return ben.command('cut.split', { id, cutId: song(from).id, name, vibeId, fileIds });
    },
    async deleted(): Promise<DeletedItem[]> {
      const { body } = await ana.request('GET', '/api/deleted');
      return body.filter((item: DeletedItem) => item.projectId === projectId);
    },
    async vibes() {
      const { vibes } = await band.read();
      return vibes.map((vibe) => ({ ...vibe, cuts: vibe.cuts.map(withoutFigures) }));
    },
    /** The events of the project from now on. */
    async hear(): Promise<() => Promise<string[]>> {
      const socket = await connectSocket(server, ana);
      await joinProject(socket, projectId);
      const seen = collectEvents(socket);
      return async () => {
        await settled(socket);
        return seen.map(({ name }) => name).filter((name) => !name.startsWith('file:'));
      };
    },
  };
}

test('undoing a merge gives each song its own links again', async () => {
  const { ana, shareSong, led, merge, split } = await assemble('Dune', 'Blue');
  const [dune, blue, revoked] = [await shareSong('Dune'), await shareSong('Blue'), await shareSong('Dune')];
  await merge('Dune', 'Blue');
  expect(await led(dune, blue, revoked)).toEqual(['Blue', 'Blue', 'Blue']);
  const late = await shareSong('Blue');
  await ana.request('DELETE', `/api/shares/${revoked.id}`);
  await split('Dune', 'Blue');
  expect(await led(dune, blue, late, revoked)).toEqual(['Dune', 'Blue', 'Blue', 404]);
});

test('merges one after the other give their links back in whatever order they are undone', async () => {
  const { shareSong, led, merge, split } = await assemble('Dune', 'Blue', 'Coda');
  const links = [await shareSong('Dune'), await shareSong('Blue'), await shareSong('Coda')];
  await merge('Dune', 'Blue');
  await merge('Blue', 'Coda');
  expect(await led(...links)).toEqual(['Coda', 'Coda', 'Coda']);
  await split('Blue', 'Coda');
  expect(await led(...links)).toEqual(['Blue', 'Blue', 'Coda']);
  await split('Dune', 'Blue');
  expect(await led(...links)).toEqual(['Dune', 'Blue', 'Coda']);

  await merge('Dune', 'Blue');
  await merge('Blue', 'Coda');
  await split('Dune', 'Coda');
  expect(await led(...links)).toEqual(['Dune', 'Coda', 'Coda']);
  // It is merged on a way of its own now.
  await merge('Dune', 'Coda');
  await split('Blue', 'Coda');
  expect(await led(...links)).toEqual(['Coda', 'Blue', 'Coda']);
});

test('the links of a song that an earlier version merged stay where they are', async () => {
  const { server, song, shareSong, led, merge, split } = await assemble('Dune', 'Blue');
  const dune = await shareSong('Dune');
  await merge('Dune', 'Blue');
  await server.database.run('update cutAlias set shareIds = null where id = ?', song('Dune').id);
  await split('Dune', 'Blue');
  expect(await led(dune)).toEqual(['Blue']);
});

test('a vibe that a correction emptied comes back as it was, with links and picture, and is listed nowhere', async () => {
  const band = await assemble('Dune', 'Blue');
  const { ana, song, shareVibe, led, merge, removeEmptied, split, deleted, vibes, hear } = band;
  await ana.command('vibe.update', { id: song('Dune').vibeId, picture: pngDataUrl(8, 8) });
  const link = await shareVibe('Dune');
  const before = await vibes();
  expect(await led(link)).toEqual(['Dune']);
  await merge('Dune', 'Blue');
  await removeEmptied('Dune');
  expect(await led(link)).toEqual([404]);
  expect(await deleted()).toEqual([]);
  const heard = await hear();
  await split('Dune', 'Blue');
  expect(await heard()).toEqual(['vibe:created', 'cut:split', 'activity:new', 'activity:new']);
  expect(await vibes()).toEqual(before);
  expect(await led(link)).toEqual(['Dune']);
});

test('a vibe that was emptied keeps the name that it got before it went', async () => {
  const { ana, song, merge, removeEmptied, split, vibes } = await assemble('Dune', 'Blue');
  await merge('Dune', 'Blue');
  await ana.command('vibe.update', { id: song('Dune').vibeId, name: 'Arrakis' });
  await removeEmptied('Dune');
  await split('Dune', 'Blue');
  expect((await vibes()).map(({ name }) => name)).toEqual(['Arrakis', 'Blue']);
});

test('making a vibe with the id of an emptied one brings that back with the wanted name, and only in its project', async () => {
  const band = await assemble('Dune', 'Blue');
  const { ana, ben, projectId, song, shareVibe, led, merge, removeEmptied, vibes } = band;
  const link = await shareVibe('Dune');
  const [before] = await vibes();
  await merge('Dune', 'Blue');
  await removeEmptied('Dune');
  const elsewhere = await createProject(ben, [], 'Elsewhere');
  const make = (who: typeof ana, into: string) =>
    who.tryCommand('vibe.create', { id: song('Dune').vibeId, projectId: into, name: 'Dune again' });
  expect(await make(ben, elsewhere)).toMatchObject({ ok: false, kind: 'conflict' });
  const { order, createdAt } = before ?? {};
  expect(await make(ben, projectId)).toMatchObject({
    ok: true,
    result: { name: 'Dune again', order, createdAt },
  });
  expect(await led(link)).toEqual(['Dune again']);
  expect(await make(ben, projectId)).toMatchObject({ ok: false, kind: 'conflict' });
});

test('a vibe that an admin deleted is made again without its links when a merge is undone', async () => {
  const { ana, song, shareVibe, led, merge, split, vibes, deleted } = await assemble('Dune', 'Blue');
  const link = await shareVibe('Dune');
  await merge('Dune', 'Blue');
  await ana.command('vibe.delete', { id: song('Dune').vibeId });
  expect(await deleted()).toMatchObject([{ kind: 'vibe', cutCount: 0 }]);
  await split('Dune', 'Blue');
  expect((await vibes()).map(({ name }) => name)).toEqual(['Blue', 'Dune']);
  expect(await led(link)).toEqual([404]);
});

test('a song that is restored brings the vibe back that was removed because it was empty', async () => {
  const { ana, song, shareVibe, led, removeEmptied, deleted, vibes } = await assemble('Dune', 'Blue');
  await ana.command('vibe.update', { id: song('Dune').vibeId, picture: pngDataUrl(8, 8) });
  const link = await shareVibe('Dune');
  const before = await vibes();
  await ana.command('cut.delete', { id: song('Dune').id });
  await removeEmptied('Dune');
  expect(await deleted()).toMatchObject([{ kind: 'cut', id: song('Dune').id, within: 'Dune' }]);
  await ana.command('cut.restore', { id: song('Dune').id });
  expect(await vibes()).toEqual(before);
  expect(await led(link)).toEqual(['Dune']);
  // Once more: its id can be kept again.
  await ana.command('cut.delete', { id: song('Dune').id });
  await removeEmptied('Dune');
  expect((await ana.tryCommand('vibe.restore', { id: song('Dune').vibeId })).ok).toBe(true);
  expect(await led(link)).toEqual(['Dune']);
});
