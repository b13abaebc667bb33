import { expect, test } from 'vitest';
import type { Cache } from '../../../client/cache/cache.ts';
import { createProjectVerifier } from '../../../client/realtime/verify-project.ts';
import type { ServerClient } from '../../../client/session/server-client.ts';
import { hashProject } from '../../../protocol/state/state-hash.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { ProjectState } from '../../../protocol/wire/sync.ts';
import { protocolVersion } from '../../../protocol/wire/version.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const project: ProjectSnapshot = {
  ...{
    id: 'p',
    name: 'EP',
    description: null,
    imageUrl: null,
    createdAt: '',
    memberCount: 1,
    role: 'MEMBER',
  },
  ...{ vibes: [], members: [], epoch: 'e', seq: 7 },
};
const same: ProjectState = { epoch: 'e', seq: 7, hash: hashProject(project), protocolVersion };
const other = { ...same, hash: '0123456789abcdef' };
const never = new AbortController().signal;

/** A verifier of that project, and how to set what the server answers to it. */
function assemble(cursor: { epoch: string; seq: number } | null = { epoch: 'e', seq: 7 }) {
  let answer: unknown = { ok: true, data: same };
  const asked: string[] = [];
  const client = {
    request: async ({ path }: { path: string }) => {
      asked.push(path);
      return answer;
    },
  } as unknown as ServerClient;
  const cache = { readCursor: () => cursor, readProject: () => project } as unknown as Cache;
  const verifier = createProjectVerifier({ client, cache, projectId: 'p', log: createQuietLog() });
  return {
    ...verifier,
    asked,
    serverSays(state: ProjectState) {
      answer = { ok: true, data: state };
    },
    serverRefuses(kind: string) {
      answer = { ok: false, kind, message: '' };
    },
  };
}

test('the same state is the same, another one is told and asked for by its topic', async () => {
  const { isDifferent, serverSays, asked } = assemble();
  expect(await isDifferent(never)).toBe(false);
  serverSays(other);
  expect(await isDifferent(never)).toBe(true);
  expect(asked[0]).toBe('/api/sync/state?topic=project%3Ap');
});

test.each([
  ['the server stands elsewhere', { ...other, seq: 8 }],
  ['it has another epoch', { ...other, epoch: 'f' }],
  ['it speaks another version', { ...other, protocolVersion: protocolVersion + 1 }],
])('nothing is told where %s', async (_where, state) => {
  const { isDifferent, serverSays } = assemble();
  serverSays(state);
  expect(await isDifferent(never)).toBe(false);
});

test('nothing is told where the server can’t be asked, nothing is held, or the line has gone', async () => {
  const refused = assemble();
  refused.serverRefuses('not-found');
  expect(await refused.isDifferent(never)).toBe(false);
  const unread = assemble(null);
  unread.serverSays(other);
  expect(await unread.isDifferent(never)).toBe(false);
  const gone = assemble();
  gone.serverSays(other);
  expect(await gone.isDifferent(AbortSignal.abort())).toBe(false);
});

test('what differs after it was read anew is not read for ever, but another state is', async () => {
  const { isDifferent, serverSays, completeRepair } = assemble();
  expect(completeRepair()).toBe(false);
  serverSays(other);
  expect(await isDifferent(never)).toBe(true);
  // The reading failed: it is still to be done.
  expect(await isDifferent(never)).toBe(true);
  expect(completeRepair()).toBe(true);
  expect(completeRepair()).toBe(false);
  expect(await isDifferent(never)).toBe(false);
  serverSays({ ...other, hash: 'fedcba9876543210' });
  expect(await isDifferent(never)).toBe(true);
});
