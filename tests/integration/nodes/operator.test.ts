import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { startNodes } from '../../helpers/nodes.ts';
import { runOperator } from '../../helpers/operator.ts';
import { hasPostgres } from '../../helpers/postgres.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  type TestServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

describe.runIf(hasPostgres)(
  'the operator’s command line, beside the servers and with a folder of its own',
  () => {
    test('is heard by every server before it ends', async () => {
      // No sweep within the test.
      const { nodes, databaseUrl } = await startNodes(2, { sessionSweepMilliseconds: 3_600_000 });
      const [one, two] = nodes as [TestServer, TestServer];
      const [ana, ben] = [await registerUser(one, { name: 'Ana' }), await registerUser(one, { name: 'Ben' })];
      const projectId = await createProject(ana, [ben]);
      const ofAna = await connectSocket(one, ana);
      await joinProject(ofAna, projectId);
      const heard = collectEvents(ofAna);
      const announced: unknown[] = [];
      ofAna.on('server:announcement', (payload) => void announced.push(payload));
      const ofBen = await connectSocket(two, ben);
      await joinProject(ofBen, projectId);
      const settings = { DATABASE_URL: databaseUrl, DATA_DIR: await temporaryFolder() };
      const operate = async (...words: string[]) =>
        expect(await runOperator(settings, ...words)).toMatchObject({ code: 0, messages: '' });

      await operate('announce', 'Back at eight');
      await until(() => announced.length === 1);
      expect(announced).toMatchObject([{ announcement: { text: 'Back at eight' } }]);
      await operate('disable', ben.email);
      await until(() => !ofBen.connected);
      await operate('delete', ben.email);
      await until(() => heard.some(({ name }) => name === 'member:left'));
    });
  },
);
