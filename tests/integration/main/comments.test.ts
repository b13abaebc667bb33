import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import { dataOf, type TestRuntime } from '../../helpers/runtime.ts';
import { until } from '../../helpers/until.ts';
import { eventsOf, run, startBand, startDevice } from './band.ts';

const kindOf = (runtime: TestRuntime) => runtime.last('connection.changed')?.kind;
const commentsOf = (runtime: TestRuntime, cutId: string) =>
  dataOf(runtime.handlers['comments.list']({ cutId }));
const textsOf = (runtime: TestRuntime, cutId: string) =>
  runtime
    .account()
    ?.cache.comments.read(cutId)
    ?.comments.map(({ text }) => text);

async function enter(runtime: TestRuntime, projectId: string): Promise<void> {
  await dataOf(runtime.handlers['projects.enter']({ id: projectId }));
  await until(() => runtime.account()?.cache.readCursor(projectTopic(projectId)), {
    what: 'the project to be followed',
  });
}

async function twoDevices() {
  const band = await startBand();
  const [anas, bens] = [await startDevice(band.server, band.ana), await startDevice(band.server, band.ben)];
  for (const runtime of [anas, bens]) await enter(runtime, band.projectId);
  return { ...band, anas, bens };
}

const remark = (cutId: string, text: string, timestamp = 1) => ({ id: newId(), cutId, text, timestamp });

describe('comments', () => {
  it('of one are pushed to the other and kept in their cache, with replies, changes and deletions', async () => {
    const { anas, bens, cutId } = await twoDevices();
    expect(await commentsOf(bens, cutId)).toEqual([]);
    const first = remark(cutId, 'More cowbell', 12.5);
    expect(await run(anas, 'comment.create', first)).toMatchObject({ state: 'confirmed' });
    await until(() => textsOf(bens, cutId)?.length === 1);
    expect(eventsOf(bens)).toContain('comment:created');
    await run(bens, 'reply.create', { id: newId(), commentId: first.id, text: 'Never' });
    await run(anas, 'comment.update', { id: first.id, timestamp: 13 });
    const [comment] = await until(async () => {
      const comments = await commentsOf(anas, cutId);
      return comments[0]?.replies.length === 1 && comments[0].timestamp === 13 && comments;
    });
    expect(comment).toMatchObject({ text: 'More cowbell', replies: [{ text: 'Never' }] });
    await run(anas, 'comment.delete', { id: first.id });
    await until(() => textsOf(bens, cutId)?.length === 0);
  });

  it('are read without a network once they were read, and the queue knows their project', async () => {
    const { server, ana, bens, cutId, projectId } = await twoDevices();
    const made = await ana.command('comment.create', remark(cutId, 'Louder'));
    await commentsOf(bens, cutId);
    await server.stop();
    await until(() => kindOf(bens) === 'offline');
    expect(await commentsOf(bens, cutId)).toMatchObject([{ text: 'Louder' }]);
    await run(bens, 'reply.create', { id: newId(), commentId: made.id, text: 'Sure' });
    expect(await dataOf(bens.handlers['outbox.list'](null))).toMatchObject([{ projectId }]);
  });

  it('are shown while a change to their cut waits, or was refused', async () => {
    const { server, ana, bens, cutId } = await twoDevices();
    await ana.command('comment.create', remark(cutId, 'Louder'));
    await until(async () => (await commentsOf(bens, cutId)).length === 1);
    await server.stop();
    await until(() => kindOf(bens) === 'offline');
    expect(await run(bens, 'cut.delete', { id: cutId })).toMatchObject({ state: 'queued' });
    expect(await commentsOf(bens, cutId)).toMatchObject([{ text: 'Louder' }]);
    await server.restart();
    await until(() => bens.last('outbox.changed')?.[0]?.state.kind === 'refused');
    expect(await commentsOf(bens, cutId)).toMatchObject([{ text: 'Louder' }]);
  });

  it('made offline wait, and are confirmed when the server is back', async () => {
    const { server, anas, bens, cutId } = await twoDevices();
    for (const runtime of [anas, bens]) await commentsOf(runtime, cutId);
    await server.stop();
    await until(() => kindOf(anas) === 'offline');
    const comment = remark(cutId, 'From the train');
    expect(await run(anas, 'comment.create', comment)).toMatchObject({ state: 'queued' });
    await run(anas, 'reply.create', { id: newId(), commentId: comment.id, text: 'Still there' });
    expect(await dataOf(anas.handlers['outbox.list'](null))).toHaveLength(2);
    await server.restart();
    const list = await until(async () => {
      const comments = await commentsOf(bens, cutId);
      return comments[0]?.replies.length === 1 && comments;
    });
    expect(list).toMatchObject([{ id: comment.id, replies: [{ text: 'Still there' }] }]);
    await until(() => anas.last('outbox.changed')?.length === 0);
    expect(textsOf(anas, cutId)).toEqual(['From the train']);
  });

  it('written while this device was asleep are caught up', async () => {
    const { ana, ben, server, projectId, cutId } = await startBand();
    const bens = await startDevice(server, ben);
    await enter(bens, projectId);
    await commentsOf(bens, cutId);
    bens.suspend();
    await ana.command('comment.create', remark(cutId, 'While asleep'));
    expect(textsOf(bens, cutId)).toEqual([]);
    bens.resume();
    await until(() => textsOf(bens, cutId)?.includes('While asleep'));
  });

  it('are read again, and pushed to the window, after the project was read again', async () => {
    const { server, ana, bens, cutId } = await twoDevices();
    await commentsOf(bens, cutId);
    await ana.command('comment.create', remark(cutId, 'Lost with the backup'));
    await until(() => textsOf(bens, cutId)?.length === 1);
    await server.stop();
    await server.database.run('delete from comment');
    await server.database.run("update meta set value = 'another life' where key = 'epoch'");
    await server.restart();
    await until(() => bens.pushed.some(({ name }) => name === 'project.replaced'));
    await until(() => bens.account()?.cache.comments.read(cutId)?.isStale);
    const before = await commentsOf(bens, cutId);
    expect(before).toMatchObject([{ text: 'Lost with the backup' }]);
    await until(() => bens.last('comments.replaced')?.cutId === cutId);
    expect(await commentsOf(bens, cutId)).toEqual([]);
  });

  it('go with their cut and with the project', async () => {
    const { ana, ben, anas, bens, cutId, projectId } = await twoDevices();
    await ana.command('comment.create', remark(cutId, 'Soon gone'));
    await commentsOf(bens, cutId);
    await ana.command('member.remove', { projectId, userId: ben.account.id });
    await until(() => bens.last('projects.changed')?.length === 0);
    expect(textsOf(bens, cutId)).toBeUndefined();
    expect(await bens.handlers['comments.list']({ cutId })).toMatchObject({ ok: false, kind: 'not-found' });
    const many = (runtime: TestRuntime) =>
      dataOf(runtime.handlers['comments.listMany']({ cutIds: [cutId, 'none'] }));
    const gone = { ok: false, kind: 'not-found' };
    expect(await many(anas)).toMatchObject([{ ok: true, data: [{ text: 'Soon gone' }] }, gone]);
    expect(await many(bens)).toMatchObject([gone, gone]);
  });
});
