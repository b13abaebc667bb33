import { expect, test } from 'vitest';
import { groupTitle } from '../../../common/news-sentence.ts';
import { groupNotifications } from '../../../protocol/state/notification-groups.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';
import { createProject, registerUser, startServer, type TestUser } from '../../helpers/server.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

async function newsOf(user: TestUser): Promise<Notification[]> {
  const { body } = await user.request('GET', '/api/notifications');
  return body.filter(({ type }: Notification) => type === 'file_uploaded');
}

test('a burst is one small event a version for each member who wants it, and one group', async () => {
  const server = await startServer();
  const [ana, ben, cy] = await Promise.all(
    ['Ana', 'Ben', 'Cy'].map((name) => registerUser(server, { name })),
  );
  if (!ana || !ben || !cy) throw new Error('Somebody is missing');
  const projectId = await createProject(ana, [ben, cy], 'Summer EP');
  await cy.command('attention.setLevel', { projectId, level: 'nothing' });
  const { body: heads } = await ben.request('GET', '/api/sync/heads');
  const topic = `user:${ben.account.id}`;
  for (const song of ['Dune', 'Kite', 'Night Bus']) {
    const target = newCut(projectId, song, { name: song });
    for (const place of [target, { kind: 'cut' as const, projectId, cutId: target.cutId }])
      await upload({ server, user: ana }, makeWave(), place, { name: `${song}.wav` });
  }

  const news = await newsOf(ben);
  expect(groupNotifications(news).map(groupTitle)).toEqual(['Ana bounced 6 versions of 3 songs']);
  expect(await newsOf(cy)).toEqual([]);
  expect(await newsOf(ana)).toEqual([]);
  const { body: log } = await ben.request('GET', `/api/sync?topic=${topic}&since=${heads.heads[topic] ?? 0}`);
  const events: { name: string }[] = log.events;
  expect(events.map(({ name }) => name)).toEqual(Array.from({ length: 6 }, () => 'notification:new'));
  for (const event of events) expect(JSON.stringify(event).length).toBeLessThan(1_000);
});
