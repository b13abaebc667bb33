import { expect, test } from 'vitest';
import { request, shareServer } from '../../helpers/server.ts';
import { startBand } from '../../helpers/stacks.ts';

const sharedServer = shareServer();

/** A project of these songs, each with one version and in a vibe of its own. Ana is its admin; Ben, a member, corrects. */
async function assemble(...names: string[]) {
  const band = await startBand(sharedServer());
  const { server, ana, ben } = band;
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
    split(name: string, from: string) {
      const { id, vibeId, files } = song(name);
      const fileIds = files.map((file) => file.id);
      return ben.command('cut.split', { id, cutId: song(from).id, name, vibeId, fileIds });
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
