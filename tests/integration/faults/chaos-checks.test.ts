import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { S3 } from '../../../server/storage/s3.ts';
import { type Bounce, judgeBounces } from '../../faults/chaos/bounces.ts';
import { type Judged, judge } from '../../faults/chaos/judge.ts';
import type { LogRow } from '../../faults/chaos/log-effects.ts';
import { watchPresence } from '../../faults/chaos/presence-watch.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import type { TestUser } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

const sound = Buffer.from('a mix');
const sha256 = createHash('sha256').update(sound).digest('hex');

async function serve(answer: () => string | Buffer): Promise<string> {
  const server = http.createServer((_request, response) => void response.end(answer()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  disposeLater(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The verdict on one bounce that client 0 has taken, with this in the store, in a download and in the tables. */
async function judgeWith(changes: {
  stored?: Buffer | null;
  served?: Buffer;
  files?: number;
  events?: number;
  state?: string;
}) {
  const { stored = sound, served = sound, files = 1, events = files, state = 'done' } = changes;
  const url = await serve(() => served);
  const bounce: Bounce = {
    ...{ name: 'Song mix.wav', path: '', sha256, at: 0, clients: [0], takenBy: new Set([0] as const) },
  };
  const s3 = {
    head: async (key: string) => stored && { key, size: stored.length, etag: null, modifiedAt: new Date() },
    async *read() {
      yield stored as Uint8Array;
    },
  } as unknown as S3;
  const event = { topic: 'project:p', name: 'file:uploaded', payload: JSON.stringify({ sha256 }), at: '' };
  return judgeBounces({
    ...{ bounces: [bounce], storage: { s3 }, servers: { url: () => url }, person: { cookie: '' } },
    rows: {
      files: Array.from({ length: files }, (_, index) => ({
        id: `file-${index}`,
        name: bounce.name,
        sha256,
      })),
      log: Array.from({ length: events }, (_, seq) => ({ ...event, seq })),
    },
    reports: { 0: { transfers: [{ name: bounce.name, state, fileId: 'file-0', why: null }] } },
  });
}

/** The verdict on a run in the project `ours`. */
function judgeLog(log: LogRow[], judged: Judged[] = []) {
  const rows = { log, heads: [], answers: new Map(), cuts: [], files: [], damage: [] };
  return judge(rows, judged, { id: 'ours', vibes: [], seq: log.length } as unknown as ProjectSnapshot);
}

it('finds nothing wrong with a bounce that is there once and whole', async () => {
  expect(await judgeWith({})).toEqual({ lost: [], duplicated: [], problems: [] });
});

it.each([
  ['has no file', 'lost', { files: 0 }],
  ['is not in the store', 'lost', { stored: null }],
  ['has other bytes in the store', 'lost', { stored: Buffer.from('noise') }],
  ['is served with other bytes', 'lost', { served: Buffer.from('noise') }],
  ['is two files', 'duplicated', { files: 2 }],
  ['was announced twice', 'duplicated', { events: 2 }],
  ['never ends at its client', 'problems', { state: 'committing' }],
] as const)('finds a bounce that %s', async (_, part, changes) => {
  expect((await judgeWith(changes))[part]).not.toEqual([]);
});

it.each([
  ['lost, if its client has forgotten it', false, { lost: 1, waiting: 0 }],
  ['waiting, if its client goes on trying', true, { lost: 0, waiting: 1 }],
] as const)('calls a comment that no server has heard of %s', (_, isWaiting, expected) => {
  const comment: Judged = {
    ...{ tag: 'one', client: 0, kind: 'comment.create', payload: { id: 'comment' }, userId: 'ana' },
    ...{ operationId: 'operation', wasHandedOver: true, answer: 'queued', callerWasKilled: false },
    ...{ isShownRefused: false, isWaiting },
  };
  const { lost, waiting, duplicated } = judgeLog([], [comment]);
  expect({ lost: lost.length, waiting: waiting.length }).toEqual(expected);
  expect(duplicated).toEqual([]);
});

it.each([
  ['is wrong in the project of this run', 'ours', 1],
  ['was judged with its own run in another project', 'earlier', 0],
] as const)('finds that a move which is in the log twice %s', (_, projectId, found) => {
  const actor = { id: newId(), name: 'Ana', avatarUrl: null };
  const link = { projectId: newId(), vibeId: newId(), cutId: newId() };
  const target = { type: 'cut', id: link.cutId, name: 'Mix' };
  const createdAt = new Date().toISOString();
  const activity = {
    id: newId(),
    type: 'cut_moved',
    projectId: link.projectId,
    actor,
    target,
    link,
    createdAt,
  };
  const row = {
    topic: `project:${projectId}`,
    name: 'activity:new',
    payload: JSON.stringify(activity),
    at: createdAt,
  };
  const { duplicated } = judgeLog([1, 2].map((seq) => ({ ...row, seq })));
  expect(duplicated).toHaveLength(found);
});

it.each([true, false])('finds a person who is wrongly shown as online: %s', async (isOnline) => {
  const person = { userId: 'bo', name: 'Bo', avatarUrl: null };
  let shown = !isOnline;
  const url = await serve(() => JSON.stringify([{ ...person, isOnline: shown }]));
  const watch = watchPresence({
    servers: { urls: () => [url] },
    askers: [{ cookie: '', account: { name: 'Ana' } } as TestUser],
    isConnected: () => !isOnline,
    longestMilliseconds: 600,
  });
  disposeLater(watch.stop);
  await watch.settle(5_000);
  expect(watch.takeWrong()).toEqual([]);
  shown = isOnline;
  const wrong = await until(() => watch.takeWrong()[0], { what: 'the finding' });
  expect(wrong).toContain(isOnline ? 'shown as online' : 'shown as offline');
});
