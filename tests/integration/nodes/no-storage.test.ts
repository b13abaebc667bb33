import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { musicFile } from '../../helpers/music-files.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres, withClient } from '../../helpers/postgres.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { addressOf, linesOf, runServer } from '../../helpers/server-process.ts';
import { amplify } from '../../helpers/sound-edits.ts';
import { until } from '../../helpers/until.ts';
import { newCut, reserve, reserved, sendBytes, upload } from '../../helpers/uploads.ts';

/** Of sound work on a busy machine. */
const patience = { timeoutMilliseconds: 40_000 };

/** One node keeps no files, and began first; a song has a version. */
async function openBand() {
  const databaseUrl = await freshPostgresDatabase(await sharedPostgres());
  const program = runServer({
    ...{ DATABASE_URL: databaseUrl, DATA_DIR: await temporaryFolder(), LOG_LEVEL: 'warn' },
  });
  const without = await addressOf(program);
  const dataDirectory = await temporaryFolder();
  const storageUrl = pathToFileURL(dataDirectory).href;
  const server = await startServer({ databaseUrl, dataDirectory, storageUrl });
  const user = await registerUser(server);
  const projectId = await createProject(user);
  const { file } = await upload({ server, user }, musicFile(), newCut(projectId));
  return {
    databaseUrl,
    server,
    without,
    user,
    projectId,
    file,
    logged: () => linesOf(program.output.stderr),
  };
}

describe.runIf(hasPostgres)('a node that keeps no files', () => {
  test('leaves versions to a node that does, which compares them soon, also if the hint was lost', async () => {
    const { databaseUrl, server, without, user, file, logged } = await openBand();
    const { cutId } = file;
    const add = async (factor: number) => {
      const bytes = musicFile((plane) => amplify(plane, factor));
      return (await upload({ server, user }, bytes, { kind: 'cut', cutId })).file;
    };
    const [second, third] = [await add(2), await add(0.5)];
    const isCompared = (id: string, to: string) => async () =>
      (await server.database.value('select differenceTo from file where id = ? and compared = 1', id)) === to;
    await until(isCompared(third.id, second.id), patience);

    await user.on(without).command('file.delete', { id: second.id });
    await until(isCompared(third.id, file.id), patience);
    expect(logged()).toEqual([]);

    await server.database.run('update file set differenceTo = null, compared = null');
    const lost = { from: 'another', clock: 0, at: 0, hints: [{ kind: 'lost' }] };
    await withClient(databaseUrl, (client) =>
      client.query('select pg_notify($1, $2)', ['bandmate', JSON.stringify(lost)]),
    );
    await until(isCompared(third.id, file.id), patience);
  });

  test('serves what needs no files, and answers 503 for what does, with a warning', async () => {
    const { without, user: anywhere, projectId, file, logged } = await openBand();
    const user = anywhere.on(without);
    const comment = { id: newId(), cutId: file.cutId, text: 'Louder', timestamp: 1 };
    await user.command('comment.create', comment);
    for (const path of [
      '/api/health/ready',
      `/api/projects/${projectId}`,
      `/api/cuts/${file.cutId}/comments`,
      '/api/search?q=Louder',
    ])
      expect((await user.request('GET', path)).status, path).toBe(200);

    for (const part of ['stream', 'download', 'peaks', 'loudness', 'listen'])
      expect((await user.request('GET', `/api/files/${file.id}/${part}`)).status, part).toBe(503);
    const refused = await reserve(user, musicFile(), newCut(projectId));
    expect(refused).toMatchObject({ status: 503, body: { kind: 'unavailable' } });
    const begun = await reserved(anywhere, musicFile(), newCut(projectId));
    expect((await sendBytes({ server: without, user }, begun, musicFile())).status).toBe(503);

    const why = 'This node has no storage for files. Set STORAGE_URL, as on the other nodes.';
    await until(() => logged().filter(({ msg }) => msg === 'request').length === 7);
    expect(logged().filter(({ err }) => err)).toHaveLength(7);
    for (const line of logged())
      expect(line).toMatchObject({ level: 40, ...(line.err ? { err: { message: why } } : { status: 503 }) });
  });
});
