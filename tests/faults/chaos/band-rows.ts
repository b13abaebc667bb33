import SQLite from 'better-sqlite3';
import type { Topic } from '../../../protocol/wire/topic.ts';
import type { LogRow } from './log-effects.ts';

/** The parts of the band's database that the clients' promises are checked against. */
export type BandRows = {
  log: LogRow[];
  heads: { topic: string; seq: number }[];
  /** By operation id: whether it was applied. Missing = it never arrived. */
  answers: ReadonlyMap<string, boolean>;
  cuts: { id: string; name: string; vibeId: string; comments: number }[];
  files: { id: string; name: string; sha256: string }[];
  /** Sentences about a damaged database. */
  damage: string[];
};

/** The band's database, read while the servers use it. */
export type BandReader = {
  read(projectId: string): Promise<BandRows>;
  /** The last `seq` of a topic. */
  readHead(topic: Topic): Promise<number>;
};

/** Runs one statement without parameters. Counts may come as text. */
export type Select = (sql: string) => Promise<Record<string, unknown>[]>;

/** Both databases understand these statements. */
export async function readBand(select: Select, projectId: string): Promise<Omit<BandRows, 'damage'>> {
  const log = await select('select topic, seq, name, payload, at from event order by topic, seq');
  const heads = await select('select topic, seq from "topicHead"');
  const answers = await select('select "operationId", answer from operation');
  const cuts = await select(
    `select cut.id, cut.name, cut."vibeId",
       (select count(*) from comment where comment."cutId" = cut.id) as comments
     from cut join vibe on vibe.id = cut."vibeId" where cut."projectId" = '${projectId}' order by cut.id`,
  );
  const files = await select(`select id, name, sha256 from file where "projectId" = '${projectId}'`);
  return {
    files: files as BandRows['files'],
    log: log.map((row) => ({ ...(row as LogRow), seq: Number(row.seq) })),
    heads: heads.map(({ topic, seq }) => ({ topic: String(topic), seq: Number(seq) })),
    answers: new Map(
      answers.map(({ operationId, answer }) => [String(operationId), JSON.parse(String(answer)).ok === true]),
    ),
    cuts: cuts.map((row) => ({ ...(row as BandRows['cuts'][number]), comments: Number(row.comments) })),
  };
}

export async function readBandHead(select: Select, topic: Topic): Promise<number> {
  const [row] = await select(`select seq from "topicHead" where topic = '${topic}'`);
  return Number(row?.seq ?? 0);
}

export function sqliteReader(file: string): BandReader {
  async function withSelect<Value>(use: (select: Select, database: SQLite.Database) => Promise<Value>) {
    const database = new SQLite(file, { readonly: true });
    try {
      return await use(async (sql) => database.prepare(sql).all() as Record<string, unknown>[], database);
    } finally {
      database.close();
    }
  }
  return {
    read: (projectId) =>
      withSelect(async (select, database) => {
        const check = database.pragma('integrity_check', { simple: true });
        const damage = check === 'ok' ? [] : [`The database is damaged: ${check}`];
        return { ...(await readBand(select, projectId)), damage };
      }),
    readHead: (topic) => withSelect((select) => readBandHead(select, topic)),
  };
}
