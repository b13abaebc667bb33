import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { newId } from '../../common/new-id.ts';
import { projectTopic, userTopic } from '../../protocol/wire/topic.ts';
import { chunksOf } from '../../server/db/chunks.ts';
import { openDatabase } from '../../server/db/open-database.ts';
import type { Database } from '../../server/db/schema.ts';
import { type BandMember, fillWithBands } from '../helpers/bands.ts';
import { copyTemplate, makeTemplate, startLastingPostgres } from '../helpers/postgres.ts';
import type { BenchServer } from './band.ts';
import { startChild } from './child.ts';
import { type Rest, restOn } from './crowds.ts';
import { cpuSeconds, cpuSecondsWithChildren } from './meter.ts';
import { postmasterOf, startNode } from './node-band.ts';
import { mebibytes, milliseconds, type Row, times } from './report.ts';

const isShort = process.env.BENCH_SHORT === '1';
const people = isShort ? 200 : 10_000;
/** People in a project. */
const each = 10;
/** The projects of each person. */
const projectCounts = [1, 10, 40];
const looks = isShort ? 100 : 2_000;
/** At once: apps ask at different moments, and rarely find another one’s question under way. */
const askers = 2;

/** Apps that rest on one node with PostgreSQL: the memory of their connections, and their looks at the heads. */
export async function benchAppsOnNode(folder: string): Promise<Row[]> {
  const postgres = await startLastingPostgres();
  await makeTemplate(postgres);
  const databaseUrl = await copyTemplate(postgres);
  const db = await openDatabase(databaseUrl);
  const node = await startNode(databaseUrl, folder, 0);
  try {
    const members = await fillWithBands(db, { people, each });
    const list = join(folder, 'members.json');
    writeFileSync(list, JSON.stringify(members));
    const rest = await restOn(node.child, [node.url, list], people);
    const rows = [memoryRow(rest, await restOnSqlite(join(folder, 'sqlite')))];
    const postmaster = await postmasterOf(databaseUrl);
    let projects = 1;
    for (const count of projectCounts) {
      for (; projects < count; projects++) await bringTogether(db, members);
      await noteHeads(db, members);
      rows.push(await headsRow(node, postmaster, members, count));
    }
    return rows;
  } finally {
    await node.child.stop();
    await db.destroy();
  }
}

/** The same people on a server with SQLite. */
async function restOnSqlite(folder: string): Promise<Rest> {
  mkdirSync(folder);
  const db = await openDatabase(join(folder, 'bandmate.sqlite'));
  const list = join(folder, 'members.json');
  writeFileSync(list, JSON.stringify(await fillWithBands(db, { people, each })));
  await db.destroy();
  const child = startChild('server/index.ts', [], {
    ...{ PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error', MAX_CONNECTIONS: '25000' },
  });
  try {
    const url = await child.line((line) => line.startsWith('http://'), 'it said its address');
    return await restOn(child, [url, list], people);
  } finally {
    await child.stop();
  }
}

const said = ({ bytesEach, share, joining }: Rest) =>
  `${(bytesEach / 1024).toFixed(1)} kB each (${mebibytes(bytesEach * people)}), ${share.toFixed(1)} % of a core; ${milliseconds(joining * 1000)} of processor time to connect and join`;

const memoryRow = (ours: Rest, floor: Rest): Row => ({
  what: `memory of ${people.toLocaleString('en-US')} connections of a node on PostgreSQL, each of an account of its own, that rest in projects of ${each}`,
  ours: said(ours),
  floor: `${said(floor)} (on SQLite)`,
  ratio: times(ours.bytesEach / floor.bytesEach),
  ...{ goal: '–', met: null },
});

/** Everybody gets one more project, with other people than in the last one. */
async function bringTogether(db: Kysely<Database>, members: BandMember[]): Promise<void> {
  const at = new Date().toISOString();
  const bands = Math.ceil(members.length / each);
  const projects = Array.from({ length: bands }, (_, index) => ({
    ...{ id: newId(), name: 'Band', createdAt: at, createdBy: members[index]?.id as string },
  }));
  const memberships = members.map(({ id }, index) => ({
    ...{ projectId: projects[index % bands]?.id as string, userId: id },
    ...{ role: 'MEMBER' as const, joinedAt: at },
  }));
  for (const chunk of chunksOf(projects)) await db.insertInto('project').values(chunk).execute();
  for (const chunk of chunksOf(memberships)) await db.insertInto('member').values(chunk).execute();
}

/** Every topic gets a head, and PostgreSQL learns what its tables are like. */
async function noteHeads(db: Kysely<Database>, members: BandMember[]): Promise<void> {
  const projects = await db.selectFrom('project').select('id').execute();
  const topics = [
    ...projects.map(({ id }) => projectTopic(id)),
    ...members.map(({ id }) => userTopic(id)),
  ].map((topic) => ({ topic, seq: 1 }));
  for (const chunk of chunksOf(topics)) {
    const insertion = db.insertInto('topicHead').values(chunk);
    await insertion.onConflict((conflict) => conflict.column('topic').doNothing()).execute();
  }
  await sql`analyze`.execute(db);
}

async function headsRow(
  { url, child }: BenchServer,
  postmaster: number,
  members: BandMember[],
  projects: number,
): Promise<Row> {
  const ask = async (path: string) => {
    let asked = 0;
    const lane = async (wanted: number) => {
      while (asked++ < wanted) {
        const { token } = members[asked % members.length] as BandMember;
        const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
        const { heads } = (await answer.json()) as { heads?: object };
        if (heads && Object.keys(heads).length !== projects + 1) throw new Error(JSON.stringify(heads));
      }
    };
    const all = (wanted: number) => Promise.all(Array.from({ length: askers }, () => lane(wanted)));
    // Once to warm up.
    await all(looks / 4);
    asked = 0;
    const [node, database] = [cpuSeconds(child.pid), cpuSecondsWithChildren(postmaster)];
    await all(looks);
    return {
      node: ((cpuSeconds(child.pid) - node) * 1000) / looks,
      database: ((cpuSecondsWithChildren(postmaster) - database) * 1000) / looks,
    };
  };
  const [ours, floor] = [await ask('/api/sync/heads'), await ask('/api/health/live')];
  return {
    what: `processor time of a look at the heads of all projects on PostgreSQL, ${projects} of them`,
    ours: `${milliseconds(ours.node)} of the node, ${milliseconds(ours.database)} of PostgreSQL`,
    floor: `${milliseconds(floor.node)} of the node (an answer without a question to the database)`,
    ratio: times(ours.node / floor.node),
    ...{ goal: '–', met: null },
  };
}
