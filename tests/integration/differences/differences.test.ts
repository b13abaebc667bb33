import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differenceMethod } from '../../../audio/difference/difference.ts';
import { differencePendingSchema, differenceSchema } from '../../../protocol/wire/difference.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { musicFile, musicRate } from '../../helpers/music-files.ts';
import {
  addMember,
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { amplify, concat, silence } from '../../helpers/sound-edits.ts';
import { until } from '../../helpers/until.ts';
import { newCut, upload } from '../../helpers/uploads.ts';

const first = musicFile();
const louder = musicFile((plane) => amplify(plane, 2));
const later = musicFile((plane) => concat(silence(musicRate / 2), amplify(plane, 2)));

async function band() {
  const server = await startServer();
  const user = await registerUser(server);
  const projectId = await createProject(user);
  const place = { server, user };
  const { file } = await upload(place, first, newCut(projectId), { name: 'Dune v1.wav' });
  const { cutId } = file;
  const add = async (bytes: Buffer<ArrayBuffer>, name: string): Promise<File> =>
    (await upload(place, bytes, { kind: 'cut', cutId }, { name })).file;
  const readFile = async (id: string) =>
    (await readProject(user, projectId)).flatMap(({ files }) => files).find((each) => each.id === id);
  const known = (id: string, to: string) =>
    until(async () => {
      const difference = (await readFile(id))?.difference;
      return difference?.to === to && difference;
    });
  return { server, user, projectId, cutId, file, add, readFile, known };
}

async function readProject(
  user: TestUser,
  projectId: string,
): Promise<ProjectSnapshot['vibes'][number]['cuts']> {
  const { body } = await user.request('GET', `/api/projects/${projectId}`);
  return (body.vibes as ProjectSnapshot['vibes']).flatMap(({ cuts }) => cuts);
}

const ask = (user: TestUser, newer: string, older?: string) =>
  user.request('GET', `/api/files/${newer}/difference${older === undefined ? '' : `?to=${older}`}`);

const sidecarOf = ({ dataDirectory }: TestServer, newer: File, older: File) =>
  join(dataDirectory, 'blobs', newer.sha256.slice(0, 2), `${newer.sha256}.difference-${older.sha256}`);

describe('a new version', () => {
  it('is compared with the one before it: members get an event, and anyone in the project can ask', async () => {
    const { server, user, projectId, cutId, file, add, readFile } = await band();
    const socket = await connectSocket(server, user);
    await joinProject(socket, projectId);
    const events = collectEvents(socket);
    const second = await add(louder, 'Dune v2.wav');
    const compared = await until(() => events.find(({ name }) => name === 'file:compared'));
    const summary = '2 dB louder · otherwise identical';
    expect(compared.payload).toEqual({ fileId: second.id, cutId, to: file.id, summary });
    // So the sweep finds it, once the older bytes are gone.
    const kept = await server.database.rows('select newer, older from differenceSidecar');
    expect(kept).toEqual([{ newer: second.sha256, older: file.sha256 }]);
    expect((await readFile(second.id))?.difference).toEqual({ to: file.id, summary });
    expect((await readFile(file.id))?.difference).toBeUndefined();
    const { status, body, headers } = await ask(user, second.id, file.id);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toContain('immutable');
    expect(differenceSchema.parse(body)).toStrictEqual(body);
    expect(body).toMatchObject({ identical: false, offsetSeconds: 0, gainDecibels: 2, changes: [], summary });
    expect(body.decibels).toHaveLength(80);
    // The page asks at its own address.
    expect((await user.request('GET', `/media/${second.id}/difference?to=${file.id}`)).body).toEqual(body);
  });

  it('is announced to a member at once, and its difference follows', async () => {
    const { server, user, projectId, cutId, file, add } = await band();
    const member = await registerUser(server);
    await addMember(user, member, projectId);
    const socket = await connectSocket(server, member);
    await joinProject(socket, projectId);
    const events = collectEvents(socket);
    const second = await add(louder, 'Dune v2.wav');
    const compared = await until(() => events.find(({ name }) => name === 'file:compared'));
    expect(compared.payload).toMatchObject({ fileId: second.id, to: file.id });
    const news = events.filter(({ name }) => name === 'notification:new');
    expect(news.map(({ payload }) => payload)).toMatchObject([
      { type: 'file_uploaded', link: { projectId, cutId }, versionNumber: 2 },
    ]);
    const at = (name: string, fileId?: string) =>
      events.findIndex((event) => event.name === name && (!fileId || event.payload.fileId === fileId));
    await until(() => at('file:measured', second.id) >= 0);
    // Not even the measurements that a comparison waits for delay it.
    for (const first of [at('notification:new'), at('file:uploaded')]) {
      expect(first).toBeGreaterThanOrEqual(0);
      expect(first).toBeLessThan(at('file:measured', second.id));
      expect(first).toBeLessThan(at('file:compared', second.id));
    }
  });

  it('of the same bytes is identical', async () => {
    const { user, file, add, known } = await band();
    const same = await add(first, 'Dune v2.wav');
    expect((await known(same.id, file.id)).summary).toBe('Identical');
    expect((await ask(user, same.id, file.id)).body).toMatchObject({ identical: true, changes: [] });
  });

  it('is compared with another one when the version between them is deleted', async () => {
    const { user, file, add, known } = await band();
    const second = await add(louder, 'Dune v2.wav');
    const third = await add(later, 'Dune v3.wav');
    expect((await known(third.id, second.id)).summary).toBe('0.5 s later · otherwise identical');
    await user.command('file.delete', { id: second.id });
    expect((await known(third.id, file.id)).summary).toBe('2 dB louder · 0.5 s later · otherwise identical');
  });

  it('is compared with its new neighbour after it was moved to another song', async () => {
    const { server, user, projectId, file, add, known } = await band();
    const other = await upload({ server, user }, later, newCut(projectId), { name: 'Dawn.wav' });
    const second = await add(louder, 'Dune v2.wav');
    await known(second.id, file.id);
    await user.command('file.move', { id: second.id, targetCutId: other.file.cutId });
    expect((await known(second.id, other.file.id)).summary).toBe('0.5 s earlier · otherwise identical');
  });
});

describe('any two sounds of a project', () => {
  it('are compared when somebody asks: 202 first, then 200', async () => {
    const { server, user, projectId, file } = await band();
    const other = await upload({ server, user }, later, newCut(projectId), { name: 'Dawn.wav' });
    const early = await ask(user, file.id, other.file.id);
    expect(early.status).toBe(202);
    expect(differencePendingSchema.parse(early.body)).toStrictEqual(early.body);
    expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(0);
    const { body } = await until(async () => {
      const answer = await ask(user, file.id, other.file.id);
      return answer.status === 200 && answer;
    });
    expect(body).toMatchObject({ offsetSeconds: -0.5, gainDecibels: -2 });
  });

  it('need both ids, one project, and membership', async () => {
    const { server, user, file, add } = await band();
    const second = await add(louder, 'Dune v2.wav');
    expect((await ask(user, second.id)).status).toBe(400);
    expect((await ask(user, second.id)).body).toMatchObject({ kind: 'invalid' });
    expect((await ask(user, second.id, '../x')).status).toBe(400);
    expect((await ask(user, second.id, 'unknown')).status).toBe(404);
    expect((await ask(user, 'unknown', file.id)).status).toBe(404);
    const elsewhere = await createProject(user);
    const foreign = await upload({ server, user }, later, newCut(elsewhere), { name: 'Dune.wav' });
    expect((await ask(user, second.id, foreign.file.id)).status).toBe(404);
    const stranger = await registerUser(server);
    expect((await ask(stranger, second.id, file.id)).status).toBe(404);
  });

  it('that hold no readable sound, or too little, are answered 404 with the reason', async () => {
    const { user, file, add } = await band();
    const broken = Buffer.from(first);
    broken.writeUInt16LE(0x31, broken.indexOf('fmt ') + 8);
    const telephone = await add(broken, 'Dune v2.wav');
    const short = await add(
      musicFile((plane) => plane.subarray(0, 1000)),
      'Dune v3.wav',
    );
    for (const id of [telephone.id, short.id]) {
      const { body } = await until(async () => {
        const answer = await ask(user, id, file.id);
        return answer.status === 404 && answer;
      });
      expect(body).toMatchObject({ kind: 'not-found' });
      expect(body.error).toMatch(/no sound that can be read|too short/);
    }
  });
});

describe('a server that stops', () => {
  it('compares what is missing after the next start', async () => {
    const { server, user, file, add, known } = await band();
    const second = await add(louder, 'Dune v2.wav');
    await server.restart();
    await until(async () => (await fetch(`${server.url}/api/health`)).ok);
    expect((await known(second.id, file.id)).summary).toBe('2 dB louder · otherwise identical');
    expect((await ask(user, second.id, file.id)).status).toBe(200);
  });

  it('logs a result that it had kept before it could log it, and computes a damaged one again', async () => {
    const { server, file, add, known } = await band();
    const second = await add(louder, 'Dune v2.wav');
    await known(second.id, file.id);
    const forget = () =>
      server.database.run('update file set differenceTo = null, differenceSummary = null, compared = null');
    await server.stop();
    await forget();
    writeFileSync(
      sidecarOf(server, second, file),
      JSON.stringify({
        method: differenceMethod,
        kind: 'compared',
        difference: { summary: 'As it was kept' },
      }),
    );
    await server.restart();
    expect((await known(second.id, file.id)).summary).toBe('As it was kept');
    await server.stop();
    await forget();
    writeFileSync(sidecarOf(server, second, file), '{"kind":"comp');
    await server.restart();
    expect((await known(second.id, file.id)).summary).toBe('2 dB louder · otherwise identical');
  });

  it('computes a result of an earlier method again when somebody asks, and updates the version', async () => {
    const { server, user, file, add, readFile, known } = await band();
    const second = await add(louder, 'Dune v2.wav');
    await known(second.id, file.id);
    for (const earlier of [{}, { method: differenceMethod - 1 }]) {
      await server.stop();
      await server.database.run("update file set differenceSummary = 'As it was found earlier'");
      writeFileSync(
        sidecarOf(server, second, file),
        JSON.stringify({ ...earlier, kind: 'compared', difference: { summary: 'As it was found earlier' } }),
      );
      await server.restart();
      expect((await ask(user, second.id, file.id)).status).toBe(202);
      const { body } = await until(async () => {
        const answer = await ask(user, second.id, file.id);
        return answer.status === 200 && answer;
      });
      expect(body.summary).toBe('2 dB louder · otherwise identical');
      await until(async () => (await readFile(second.id))?.difference?.summary === body.summary);
    }
  });

  it('forgets differences from bytes that are gone', async () => {
    const { server, user, file, add, known } = await band();
    const second = await add(louder, 'Dune v2.wav');
    await known(second.id, file.id);
    expect(existsSync(sidecarOf(server, second, file))).toBe(true);
    await user.command('file.delete', { id: file.id });
    await server.stop();
    // As after the time in which it can be restored.
    await server.database.run('delete from deletedFile');
    await server.database.run('update sweepCandidate set putAt = ?', '2020-01-01T00:00:00.000Z');
    const shard = join(server.dataDirectory, 'blobs', file.sha256.slice(0, 2));
    for (const name of readdirSync(shard)) if (name.startsWith(file.sha256)) rmSync(join(shard, name));
    await server.restart();
    await until(() => !existsSync(sidecarOf(server, second, file)));
  });
});
