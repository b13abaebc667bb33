import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCommentReader } from '../../../client/realtime/comment-reader.ts';
import type { RequestFailureKind, ServerClient } from '../../../client/session/server-client.ts';
import { createCache } from '../../../main/cache/create-cache.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Outcome } from '../../../protocol/wire/error.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { until } from '../../helpers/until.ts';

const at = '2026-01-01T00:00:00.000Z';
const user = { id: 'ana', name: 'Ana', avatarUrl: null };
const remark = (id: string): Comment => ({
  ...{ id, user, cutId: 'c', text: id, timestamp: 1, createdAt: at, replies: [], fileId: null },
});
const created = (id: string): NamedEvent => ({ name: 'comment:created', payload: remark(id) });
const offline = { ok: false, kind: 'offline', message: 'Nothing answers.' } as const;

type ReadAnswer = Outcome<Comment[], RequestFailureKind>;

/** A reader whose server answers when the test decides. The cut `c` has comments that were never read. */
async function reading() {
  const log = createQuietLog();
  const cache = createCache({ userId: 'me', path: join(await temporaryFolder(), 'cache.sqlite'), log });
  disposeLater(() => cache.close());
  const cut = {
    ...{ id: 'c', name: 'Take', vibeId: 'v', projectId: 'p', order: 0, createdAt: at },
    ...{ createdBy: user, files: [], commentCount: 1 },
  };
  const vibe = { id: 'v', name: 'Groove', projectId: 'p', imageUrl: null, order: 0, createdAt: at };
  const project: Project = {
    ...{ id: 'p', name: 'EP', description: null, imageUrl: null, createdAt: at, memberCount: 1 },
    role: 'ADMIN',
  };
  const replaceProject = (seq: number) =>
    cache.replaceProject({ ...project, members: [], vibes: [{ ...vibe, cuts: [cut] }], epoch: 'e', seq });
  cache.replaceProjects([project]);
  replaceProject(1);
  const requests: PromiseWithResolvers<ReadAnswer>[] = [];
  const client = {
    serverUrl: '',
    authenticationHeaders: () => ({}),
    request: () => {
      const request = Promise.withResolvers<ReadAnswer>();
      requests.push(request);
      return request.promise;
    },
  } as unknown as ServerClient;
  const replaced: string[] = [];
  const reader = createCommentReader({
    ...{ client, cache, log },
    signal: new AbortController().signal,
  });
  reader.onReplaced((cutId) => replaced.push(cutId));
  const answer = (index: number, data: ReadAnswer) => requests[index]?.resolve(data);
  const held = () => cache.comments.read('c')?.comments.map(({ id }) => id);
  return { cache, reader, requests, answer, held, replaced, replaceProject };
}

const idsOf = async (answering: Promise<Outcome<readonly Comment[], RequestFailureKind>>) => {
  const list = await answering;
  return list.ok ? list.data.map(({ id }) => id) : list.kind;
};

it('applies events received during a read to the answer, even those it already contains', async () => {
  const { reader, requests, answer, held } = await reading();
  const [first, second] = [reader.list('c'), reader.list('c')];
  expect(requests).toHaveLength(1);
  reader.receive(created('known'));
  reader.receive(created('new'));
  reader.receive({ name: 'comment:deleted', payload: { commentId: 'old', cutId: 'c' } });
  answer(0, { ok: true, data: [remark('known'), remark('old')] });
  expect(await idsOf(first)).toEqual(['known', 'new']);
  expect(await idsOf(second)).toEqual(['known', 'new']);
  expect(held()).toEqual(['known', 'new']);
});

it('reads again if the project was replaced meanwhile, because events may have been missed', async () => {
  const { reader, requests, answer } = await reading();
  const list = reader.list('c');
  reader.projectReplaced();
  answer(0, { ok: true, data: [remark('before')] });
  await until(() => requests.length === 2);
  answer(1, { ok: true, data: [remark('after')] });
  expect(await idsOf(list)).toEqual(['after']);
});

it('returns cached comments after a gap and reads them again, after a reconnect if necessary', async () => {
  const { cache, reader, requests, answer, held, replaced, replaceProject } = await reading();
  cache.comments.write('c', 'p', [remark('before')]);
  replaceProject(9);
  expect(await idsOf(reader.list('c'))).toEqual(['before']);
  answer(0, offline);
  await until(async () => {
    reader.retry();
    return requests.length === 2;
  });
  answer(1, { ok: true, data: [remark('after')] });
  await until(() => replaced.length === 1);
  expect(held()).toEqual(['after']);
  expect(await idsOf(reader.list('c'))).toEqual(['after']);
  expect(requests).toHaveLength(2);
});
