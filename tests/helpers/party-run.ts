import { createRandom } from '../faults/random.ts';
import { startUnrulyProxy } from '../faults/unruly-proxy.ts';
import { openListener, type PartyListener } from './party-listener.ts';
import { createProject, registerUser, type TestUser } from './server.ts';
import { makeWave, newCut, upload } from './uploads.ts';

/** Ana, Ben and Cy of one project with two versions of a song, each behind a proxy that holds every piece up to `jitter` milliseconds. */
export async function openBandOfListeners(server: { url: string }, jitter: number, seed: number) {
  const random = createRandom(seed);
  const [ana, ben, cy] = (await Promise.all(
    ['Ana', 'Ben', 'Cy'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser, TestUser];
  const projectId = await createProject(ana, [ben, cy]);
  const sent = { server, user: ana };
  const { file } = await upload(sent, makeWave(), newCut(projectId, 'Harbour'), { name: 'Harbour v1.wav' });
  const cut = { kind: 'cut', cutId: file.cutId ?? '' } as const;
  const { file: second } = await upload(sent, makeWave(), cut, { name: 'Harbour v2.wav' });
  const files = [file.id, second.id];
  const people = await Promise.all(
    [ana, ben, cy].map(async (user) => {
      const proxy = await startUnrulyProxy(Number(new URL(server.url).port));
      const listener = await openListener(proxy.url, user, { files, random });
      const weather = { kind: 'jitter', delay: () => random() * jitter } as const;
      proxy.setWeather(weather);
      proxy.strike(weather);
      return { ...listener, proxy };
    }),
  );
  return {
    people: people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]],
    projectId,
    files: files as [string, string],
    async close() {
      await Promise.all(people.map(({ stop }) => stop()));
      await Promise.all(people.map(({ proxy }) => proxy.close()));
    },
  };
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** How far the positions are apart, in milliseconds, each 20 ms for so long. */
export async function recordSpread(people: readonly Pick<PartyListener, 'sound'>[], milliseconds: number) {
  const spreads: number[] = [];
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    const heard = people.map(({ sound }) => sound.heard());
    spreads.push((Math.max(...heard) - Math.min(...heard)) * 1000);
    await pause(20);
  }
  return spreads;
}

export const percentile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
