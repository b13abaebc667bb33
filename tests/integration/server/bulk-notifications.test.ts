import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { newId } from '../../../common/new-id.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';
import { userTopic } from '../../../protocol/wire/topic.ts';
import type { Actor } from '../../../server/commands/handler.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { readProjectAttention } from '../../../server/entities/attention.ts';
import { readNotifications } from '../../../server/entities/notification.ts';
import { aloneNode } from '../../../server/nodes/nodes.ts';
import { notifyPage, readBulkIds } from '../../../server/notifications/bulk-notifications.ts';
import { createBulkNotifier } from '../../../server/notifications/bulk-notifier.ts';
import { bothDatabases } from '../../helpers/both-databases.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { openDispatcher } from '../../helpers/server-parts.ts';
import { until } from '../../helpers/until.ts';

/** Ids that sort by name, so that pages come in this order. */
const names = ['ana', 'ben', 'cem', 'dua', 'eve', 'fay'] as const;
const [ana, ben, cem, dua, eve, fay] = names.map(
  (name): Actor => ({ id: name, name, avatarUrl: null, email: `${name}@example.com` }),
) as [Actor, Actor, Actor, Actor, Actor, Actor];
const log = pino({ level: 'silent' });

describe.each(bothDatabases)('news for many people on $name', ({ isHere, open }) => {
  /** Ana's project has all others but Fay; two people and more are many. Nobody is notified until a page is written. */
  async function assemble() {
    const url = await open();
    const connect = async () => {
      const db = await openDatabase(url);
      disposeLater(() => db.destroy());
      return { db, dispatcher: openDispatcher(db, { mostNotifiedAtOnce: 2 }) };
    };
    const { db, dispatcher } = await connect();
    const at = new Date(systemEnvironment.clock.now()).toISOString();
    const people = [ana, ben, cem, dua, eve, fay].map(({ id, name, email }) => ({
      ...{ id, name, email, emailVerified: 1, image: null, createdAt: at, updatedAt: at },
      role: 'MEMBER' as const,
    }));
    await db.insertInto('user').values(people).execute();
    const run = async <Result>(actor: Actor, command: Command): Promise<Result> => {
      const answer = await dispatcher.dispatch(actor, newId(), command);
      if (!answer.ok) throw new Error(`${command.kind}: ${answer.message}`);
      return answer.data as Result;
    };
    const projectId = newId();
    const vibeId = newId();
    await run(ana, { kind: 'project.create', payload: { id: projectId, name: 'Choir' } });
    const members = [ben, cem, dua, eve].map(({ id: userId }) => ({
      ...{ projectId, userId, joinedAt: at },
      role: 'MEMBER' as const,
    }));
    await db.insertInto('member').values(members).execute();
    await run(ana, { kind: 'vibe.create', payload: { id: vibeId, projectId, name: 'Song' } });
    const page = async (size = 2) => {
      const [id] = await readBulkIds(db);
      if (id === undefined) throw new Error('Nobody is left.');
      await dispatcher.record(async (context) => (await notifyPage(context, id, size)).events);
    };
    const pages = async () => {
      while ((await readBulkIds(db)).length > 0) await page();
    };
    const told = (actor: Actor) => readNotifications(db, actor.id, { limit: 100 });
    const makeCut = async (name = 'Mix', to = vibeId) => {
      const id = newId();
      await run(ana, { kind: 'cut.create', payload: { id, vibeId: to, name } });
      return id;
    };
    const join = async (actor: Actor) => {
      const payload = { id: newId(), projectId, email: actor.email, role: 'MEMBER' as const };
      const { token } = await run<{ token: string }>(ana, { kind: 'project.invite', payload });
      await run(actor, { kind: 'invitation.accept', payload: { token } });
    };
    return { connect, db, dispatcher, run, projectId, vibeId, page, pages, told, makeCut, join };
  }

  const titles = (all: Notification[]) => all.map(({ title }) => title);

  test.runIf(isHere)('are announced to the job also by a change without events', async () => {
    const { db, projectId } = await assemble();
    const dispatcher = openDispatcher(db, { mostNotifiedAtOnce: 0 });
    const pending: unknown[] = [];
    dispatcher.onCommitted((commit) => void pending.push(commit.isPending));
    const payload = { id: newId(), projectId, email: fay.email, role: 'MEMBER' as const };
    await dispatcher.dispatch(ana, newId(), { kind: 'project.invite', payload });
    expect(pending).toEqual([true]);
  });

  test.runIf(isHere)('reach everybody once and in pages, after the change', async () => {
    const { db, run, projectId, page, pages, told, makeCut } = await assemble();
    const set = { kind: 'attention.setMail', payload: { projectId, mail: 'versions' } } as const;
    await run(dua, set);
    const cutId = await makeCut();
    for (const actor of [ben, cem, dua, eve]) expect(await told(actor)).toEqual([]);
    await page();
    expect(titles(await told(ben))).toEqual(['New song “Mix”']);
    expect(await told(cem)).toEqual([]);
    await pages();
    const first = (await told(ben))[0];
    for (const actor of [cem, dua, eve])
      expect(await told(actor)).toEqual([{ ...first, id: expect.any(String) }]);
    expect(first).toMatchObject({ isRead: false, link: { projectId, cutId }, actor: { id: 'ana' } });
    expect(await told(ana)).toEqual([]);
    const events = await db
      .selectFrom('event')
      .select(['topic', 'seq'])
      .where('name', '=', 'notification:new')
      .execute();
    expect(events.map(({ topic }) => topic).sort()).toEqual(
      [ben, cem, dua, eve].map(({ id }) => userTopic(id)),
    );
  });

  test.runIf(isHere)(
    'do not reach people who left, who joined since, or who do not want to hear it',
    async () => {
      const { db, run, projectId, page, pages, told, makeCut, join } = await assemble();
      await makeCut();
      await page();
      await join(fay);
      for (const userId of [cem.id, dua.id]) {
        const payload = { projectId, userId };
        await run(ana, { kind: 'member.remove', payload });
      }
      await join(dua);
      const row = { userId: eve.id, blockedId: ana.id, createdAt: new Date().toISOString() };
      await db.insertInto('block').values(row).execute();
      await pages();
      const heard = async () => {
        const all = await Promise.all([ben, cem, dua, eve, fay].map(told));
        return all.map((one) => titles(one).filter((title) => title.startsWith('New song')).length);
      };
      // Only Ben's page came before.
      expect(await heard()).toEqual([1, 0, 0, 0, 0]);
      await makeCut('Second');
      await run(ben, { kind: 'attention.setLevel', payload: { projectId, level: 'nothing' } });
      await pages();
      expect(await heard()).toEqual([1, 0, 1, 0, 1]);
    },
  );

  test.runIf(isHere)('are taken back with the thing, however far its news has come', async () => {
    const { run, page, pages, told, makeCut } = await assemble();
    const cutId = await makeCut();
    await page();
    expect(await told(ben)).toHaveLength(1);
    await run(ana, { kind: 'cut.delete', payload: { id: cutId } });
    await pages();
    for (const actor of [ben, cem, dua, eve]) expect(await told(actor)).toEqual([]);
  });

  test.runIf(isHere)('lead to where the thing is when they come', async () => {
    const { run, projectId, vibeId, page, pages, told, makeCut } = await assemble();
    const into = await makeCut('Kept');
    await pages();
    const cutId = await makeCut('Merged');
    await page();
    await run(ana, { kind: 'cut.merge', payload: { id: cutId, targetCutId: into } });
    await pages();
    const link = { projectId, vibeId, cutId: into };
    for (const actor of [ben, cem, dua, eve]) expect((await told(actor))[0]).toMatchObject({ link });
  });

  test.runIf(isHere)('end with the project, and do not come back with it', async () => {
    const { db, run, projectId, page, told, makeCut } = await assemble();
    await makeCut();
    await page();
    await run(ana, { kind: 'project.delete', payload: { id: projectId } });
    await run(ana, { kind: 'project.restore', payload: { id: projectId } });
    expect(await readBulkIds(db)).toEqual([]);
    expect(await told(eve)).toEqual([]);
  });

  test.runIf(isHere)(
    'in a room: mentions at once, marks of unread messages as they are by then',
    async () => {
      const { db, run, projectId, page, pages, told } = await assemble();
      const send = (text: string, mentions: string[] = []) =>
        run(ana, { kind: 'room.send', payload: { id: newId(), projectId, text, mentions } });
      await send('Who sings?', ['eve']);
      await send('Eve?');
      expect(titles(await told(eve))).toEqual(['ana mentioned you in “Choir”']);
      // Both messages share one row.
      expect(await readBulkIds(db)).toHaveLength(1);
      await page();
      await send('Eve!');
      expect(await readBulkIds(db)).toHaveLength(2);
      await pages();
      for (const actor of [ben, eve]) {
        const events = await db
          .selectFrom('event')
          .select('payload')
          .where('topic', '=', userTopic(actor.id))
          .where('name', '=', 'attention:updated')
          .orderBy('seq')
          .execute();
        const last = JSON.parse(events.at(-1)?.payload ?? '{}');
        expect(last).toEqual(await readProjectAttention(db, actor.id, projectId));
        expect(last).toMatchObject({ unreadCount: 3 });
      }
    },
  );

  test.runIf(isHere)('go on after an error, and reach everybody once though two work on them', async () => {
    const { connect, db, dispatcher, told, makeCut } = await assemble();
    const other = await connect();
    let failures = 0;
    const parts = { clock: systemEnvironment.clock, nodes: aloneNode('one'), log, pageSize: 1 };
    const notifiers = [
      createBulkNotifier({ ...parts, db, dispatcher }),
      createBulkNotifier({
        ...{ ...parts, ...other },
        // The clock of the test doesn't wait for ten seconds.
        clock: { ...parts.clock, later: (_milliseconds, task) => parts.clock.later(1, task) },
        async writePage(context, id, size) {
          const page = await notifyPage(context, id, size);
          failures += 1;
          if (failures === 1) throw new Error('the disk is full');
          return page;
        },
      }),
    ];
    for (const { close } of notifiers) disposeLater(close);
    const [cutId] = await Promise.all([makeCut('First'), makeCut('Second')]);
    notifiers[1]?.catchUp();
    await until(async () => (await readBulkIds(db)).length === 0, { what: 'everybody to be notified' });
    expect(cutId).toBeDefined();
    for (const actor of [ben, cem, dua, eve])
      expect(titles(await told(actor)).sort()).toEqual(['New song “First”', 'New song “Second”']);
  });

  test.runIf(isHere)('are counted while people are still to be told', async () => {
    const { db, dispatcher, makeCut } = await assemble();
    await makeCut('First');
    await makeCut('Second');
    const counted: number[] = [];
    const notifier = createBulkNotifier({
      ...{ db, dispatcher, log, pageSize: 1, clock: systemEnvironment.clock, nodes: aloneNode('one') },
      rest: async () => counted.push(notifier.waiting()),
    });
    disposeLater(notifier.close);
    notifier.catchUp();
    await until(async () => (await readBulkIds(db)).length === 0, { what: 'everybody to be notified' });
    await until(() => notifier.waiting() === 0, { what: 'nothing to be left' });
    expect(new Set(counted)).toEqual(new Set([2, 1]));
  });
});
