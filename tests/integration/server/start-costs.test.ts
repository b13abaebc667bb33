import { createHash } from 'node:crypto';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { readUncopied } from '../../../server/copies/copy-rows.ts';
import { chunksOf } from '../../../server/db/chunks.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { createDifferences } from '../../../server/differences/differences.ts';
import { createMeasurements } from '../../../server/measurements/measurements.ts';
import { aloneNode } from '../../../server/nodes/nodes.ts';
import { createMemoryBlobStore } from '../../contract/storage/memory-blob-store.ts';
import { bothDatabases } from '../../helpers/both-databases.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { openDispatcher } from '../../helpers/server-parts.ts';
import { until } from '../../helpers/until.ts';

const many = 5_000;
const log = pino({ level: 'silent' });
const hashOf = (number: number) => createHash('sha256').update(`${number}`).digest('hex');

describe.each(bothDatabases)('a start with 5,000 versions on $name', ({ isHere, open }) => {
  it.runIf(isHere)('looks only at those of which something may be missing', async () => {
    let statements = 0;
    const onStatement = () => {
      statements += 1;
    };
    const db = await openDatabase(await open(), { onStatement });
    disposeLater(() => db.destroy());
    const at = new Date().toISOString();
    const ana = { id: 'ana', name: 'Ana', email: 'ana@example.com', image: null, emailVerified: 0 };
    const person = { ...ana, role: 'MEMBER' as const, createdAt: at, updatedAt: at };
    await db.insertInto('user').values(person).execute();
    const project = { id: 'p', name: 'Album', description: '', imageSha256: null, imageMimeType: null };
    await db
      .insertInto('project')
      .values({ ...project, createdAt: at, createdBy: 'ana' })
      .execute();
    const vibe = { id: 'v', projectId: 'p', name: 'Song', imageSha256: null, rank: 1, createdAt: at };
    await db
      .insertInto('vibe')
      .values({ ...vibe, createdBy: 'ana' } as never)
      .execute();
    const numbers = Array.from({ length: many }, (_, number) => number);
    const cutOf = (number: number) => `cut-${Math.floor(number / 2)}`;
    const cuts = numbers
      .filter((number) => number % 2 === 0)
      .map((number) => ({ id: cutOf(number), vibeId: 'v', projectId: 'p', name: 'Mix', rank: number }));
    for (const rows of chunksOf(cuts))
      await db
        .insertInto('cut')
        .values(rows.map((row) => ({ ...row, createdAt: at, createdBy: 'ana' })))
        .execute();
    const momentOf = (number: number) => new Date(Date.now() - (many - number) * 1_000).toISOString();
    const blobs = numbers.map((number) => ({
      ...{ sha256: hashOf(number), size: 9_000_000, createdAt: momentOf(number) },
      ...{ measured: 1, copied: 1 },
    }));
    for (const rows of chunksOf(blobs)) await db.insertInto('blob').values(rows).execute();
    const files = numbers.map((number) => ({
      ...{
        id: `file-${number}`,
        cutId: cutOf(number),
        projectId: 'p',
        name: 'Mix.wav',
        type: 'CUT' as const,
      },
      ...{ size: 9_000_000, mimeType: 'audio/wav', sha256: hashOf(number), audio: '{"durationSeconds":60}' },
      ...{ uploadedBy: 'ana', createdAt: momentOf(number), compared: 1 },
    }));
    for (const rows of chunksOf(files)) await db.insertInto('file').values(rows).execute();

    const asked = new Set<string>();
    const store: ReturnType<typeof createMemoryBlobStore> = {
      ...createMemoryBlobStore(systemEnvironment.clock),
      async open(sha256) {
        asked.add(sha256);
        return null;
      },
    };
    const start = async (expected: string[]) => {
      const before = statements;
      asked.clear();
      const dispatcher = openDispatcher(db);
      const nodes = aloneNode('one');
      const use = { peaks: {}, loudness: {}, rms: {} };
      const measurements = createMeasurements({ db, blobs: store, use, log });
      const { clock } = systemEnvironment;
      const differences = createDifferences({ db, blobs: store, dispatcher, nodes, clock, log });
      measurements.catchUp();
      differences.catchUp();
      const uncopied = (await readUncopied(db)).map(({ sha256 }) => sha256);
      await measurements.idle();
      await until(() => expected.every((sha256) => asked.has(sha256)));
      await Promise.all([measurements.close(), differences.close()]);
      return { uncopied, asked: [...asked].sort(), statements: statements - before };
    };
    expect(await start([])).toEqual({ uncopied: [], asked: [], statements: 3 });

    const [first, second] = [hashOf(100), hashOf(101)];
    await db.updateTable('blob').set({ measured: null }).where('sha256', '=', first).execute();
    await db.updateTable('blob').set({ copied: null }).where('sha256', 'in', [first, second]).execute();
    await db.updateTable('file').set({ compared: null }).where('id', '=', 'file-101').execute();
    const some = await start([first, second]);
    // The copy of a version that isn't the newest of its song is made when somebody asks for it.
    expect(some).toMatchObject({ uncopied: [second], asked: [first, second].sort() });
    expect(some.statements).toBeLessThan(20);
    const copied = db.selectFrom('blob').select('copied').where('sha256', '=', first);
    expect(await copied.executeTakeFirst()).toEqual({ copied: 1 });
  });
});
