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

/** A verifier of that project, and control of the server's answers. */
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

test('detects a different state, and requests it by its topic', async () => {
  const { isDifferent, serverSays, asked } = assemble();
  expect(await isDifferent(never)).toBe(false);
  serverSays(other);
  expect(await isDifferent(never)).toBe(true);
  expect(asked[0]).toBe('/api/sync/state?topic=project%3Ap');
});

test.each([
  ['the server is at another position', { ...other, seq: 8 }],
  ['it has another epoch', { ...other, epoch: 'f' }],
  ['it speaks another version', { ...other, protocolVersion: protocolVersion + 1 }],
])('reports no difference when %s', async (_where, state) => {
  const { isDifferent, serverSays } = assemble();
  serverSays(state);
  expect(await isDifferent(never)).toBe(false);
});

test('reports no difference when the server can’t be asked, nothing is cached, or the connection is lost', async () => {
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

test('does not reload the same difference forever, but reloads another one', async () => {
  const { isDifferent, serverSays, completeRepair } = assemble();
  expect(completeRepair()).toBe(false);
  serverSays(other);
  expect(await isDifferent(never)).toBe(true);
  // The reload failed, so it is still due.
  expect(await isDifferent(never)).toBe(true);
  expect(completeRepair()).toBe(true);
  expect(completeRepair()).toBe(false);
  expect(await isDifferent(never)).toBe(false);
  serverSays({ ...other, hash: 'fedcba9876543210' });
  expect(await isDifferent(never)).toBe(true);
});
