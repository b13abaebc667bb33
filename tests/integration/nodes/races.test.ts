import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { newId } from '../../../common/new-id.ts';
import { createRotation } from '../../../server/auth/rotation.ts';
import { limits } from '../../../server/commands/limits.ts';
import type { ServerConfig } from '../../../server/config.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { hashToken } from '../../../server/hash-token.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { startNodes } from '../../helpers/nodes.ts';
import { hasPostgres } from '../../helpers/postgres.ts';
import { createProject, registerUser, type TestServer, type TestUser } from '../../helpers/server.ts';
import { makeWave, newCut, reserve } from '../../helpers/uploads.ts';

const { clock } = systemEnvironment;
const rounds = Array.from({ length: 5 }, (_, index) => index);

/** Two servers that keep files, Ana on one of them and Ben on the other. */
async function openBand(config: Partial<ServerConfig> = {}) {
  const { nodes, databaseUrl } = await startNodes(2, (folder) => ({
    ...config,
    storageUrl: pathToFileURL(folder).href,
  }));
  const [one, two] = nodes as [TestServer, TestServer];
  const ana = await registerUser(one, { name: 'Ana' });
  const ben = (await registerUser(one, { name: 'Ben' })).on(two);
  return { databaseUrl, ana, ben };
}

const share = async (user: TestUser, cutId: string) =>
  (await user.request('POST', `/api/cuts/${cutId}/share`, {})).status;

describe.runIf(hasPostgres)('at the same time on two servers', () => {
  test('only one of two files takes the last room of a project', async () => {
    const { ana, ben } = await openBand({ projectQuotaBytes: 10_000 });
    for (const _ of rounds) {
      const projectId = await createProject(ana, [ben]);
      const answers = await Promise.all(
        [ana, ben].map((user) => reserve(user, makeWave(6_000), newCut(projectId))),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 413]);
    }
  });

  test('a link is made for a song that is there, and only as many as a project may have', async () => {
    const limit: { most: number } = limits.sharesOfProject;
    const usual = limit.most;
    disposeLater(() => {
      limit.most = usual;
    });
    const { ana, ben } = await openBand();
    const projectId = await createProject(ana, [ben]);
    const { id: vibeId } = await ana.command('vibe.create', { id: newId(), projectId, name: 'Song' });
    const add = async () => (await ana.command('cut.create', { id: newId(), vibeId, name: 'Mix' })).id;
    const cutId = await add();
    for (const round of rounds) {
      limit.most = round + 1;
      const statuses = await Promise.all([share(ana, cutId), share(ben, cutId)]);
      expect(statuses.toSorted()).toEqual([201, 413]);
    }
    limit.most = usual;
    for (const _ of rounds) {
      const gone = await add();
      const [status] = await Promise.all([share(ben, gone), ana.command('cut.delete', { id: gone })]);
      expect([201, 404]).toContain(status);
    }
  });

  test('a session is renewed by its cookie or by its token, and the other one is refused', async () => {
    const { databaseUrl } = await openBand();
    const open = async () => {
      const db = await openDatabase(databaseUrl);
      disposeLater(() => db.destroy());
      const lifetime = () => ({ expiresAt: '2999-01-01', updatedAt: '2026-01-01' });
      return { db, rotation: createRotation(db, { secret: 'secret', clock, lifetime }) };
    };
    const [one, two] = [await open(), await open()];
    const row = await one.db.selectFrom('session').selectAll().executeTakeFirstOrThrow();
    for (const round of rounds) {
      const id = newId();
      const [access, refresh] = [`access ${round}`, `refresh ${round}`];
      const hashes = { tokenHash: hashToken(access), refreshTokenHash: hashToken(refresh) };
      await one.db
        .insertInto('session')
        .values({ ...row, id, ...hashes })
        .execute();
      const [byToken, byCookie] = await Promise.all([
        one.rotation.byRefreshToken(refresh, { address: '', device: '' }),
        two.rotation.byAccessToken(id, access, true),
      ]);
      expect([byToken, byCookie].filter((answer) => answer !== null)).toHaveLength(1);
    }
  });
});
