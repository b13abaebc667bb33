import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Alert } from '../../../client/account/alerts.ts';
import { newId } from '../../../common/new-id.ts';
import { accountFolder } from '../../../main/runtime/account-folder.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { noDesktop } from '../../helpers/no-desktop.ts';
import { dataOf, signIn, startRuntime } from '../../helpers/runtime.ts';
import { until } from '../../helpers/until.ts';
import { eventsOf, startBand, startDevice } from './band.ts';

function ears() {
  const told: Alert[] = [];
  const actions = { ...noDesktop, notify: (alert: Alert) => void told.push(alert) };
  return { told, actions };
}

it('a bandmate’s comment alerts the cut’s maker, with a link to it; their own comments don’t', async () => {
  const { server, ana, ben, cutId, projectId } = await startBand();
  const [anas, bens] = [ears(), ears()];
  await startDevice(server, ana, { actions: anas.actions });
  await startDevice(server, ben, { actions: bens.actions });
  const comment = await ben.command('comment.create', {
    id: newId(),
    cutId,
    text: 'More bass',
    timestamp: 2,
  });
  await until(() => anas.told.length === 1);
  const [alert] = anas.told;
  expect(alert?.target).toMatchObject({
    kind: 'place',
    link: { projectId, cutId, commentId: comment.id },
  });
  expect(bens.told).toEqual([]);
});

it('settings are kept for the account; a muted project is silent, and stays so as a level', async () => {
  const { server, ana, ben, cutId, projectId } = await startBand();
  const { told, actions } = ears();
  const userData = await temporaryFolder();
  const first = await startDevice(server, ana, { actions, userData });
  const settings = await dataOf(
    first.handlers['settings.update']({ mutedProjectIds: [projectId, projectId] }),
  );
  expect(settings).toEqual({ isQuiet: false, mutedProjectIds: [projectId] });
  expect(first.last('settings.changed')).toEqual(settings);
  await ben.command('comment.create', { id: newId(), cutId, text: 'Muted', timestamp: 2 });
  const { id: conversationId } = await ben.command('conversation.open', { userId: ana.account.id });
  await ben.command('message.send', { id: newId(), conversationId, text: 'Not muted' });
  await until(() => told.length > 0);
  expect(told).toMatchObject([{ title: 'Ben', body: 'Not muted', target: { conversationId } }]);
  expect(eventsOf(first)).toContain('notification:new');
  const file = join(accountFolder(userData, server.url, ana.account.id), 'settings.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(settings);
  await first.stop();

  const second = await startRuntime({ userData, actions });
  await signIn(second, server, ana);
  expect(await dataOf(second.handlers['settings.read'](null))).toEqual({ ...settings, mutedProjectIds: [] });
  const levels = async () => (await ana.request('GET', '/api/attention')).body.projects;
  await until(async () => (await levels())[0]?.level === 'nothing');
});

it('a click outside the window opens its place once: in the page that starts next, or in the open one', async () => {
  const runtime = await startRuntime();
  const target = { kind: 'place', link: { projectId: 'p' } } as const;
  runtime.open(target);
  expect(runtime.last('app.open')).toBeUndefined();
  expect((await dataOf(runtime.handlers['app.start'](null))).open).toEqual(target);
  expect((await dataOf(runtime.handlers['app.start'](null))).open).toBeNull();
  runtime.open(target);
  expect(runtime.last('app.open')).toEqual(target);
  runtime.pageGone();
  runtime.open({ kind: 'notifications' });
  expect(runtime.last('app.open')).toEqual(target);
  expect((await dataOf(runtime.handlers['app.start'](null))).open).toEqual({ kind: 'notifications' });
});
