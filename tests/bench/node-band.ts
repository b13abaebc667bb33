import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../../common/new-id.ts';
import { copyTemplate, makeTemplate, startLastingPostgres, withClient } from '../helpers/postgres.ts';
import { type BenchMember, type BenchServer, bringIn, makeProject, signUp } from './band.ts';
import { startChild } from './child.ts';
import { cpuSeconds, cpuSecondsWithChildren, parentOf } from './meter.ts';

/** Nodes on a database of their own, with a band that has a project for each of them. */
export type NodeBand = {
  nodes: BenchServer[];
  /** The process whose children are PostgreSQL’s other processes. */
  postmaster: number;
  /** All are in every project. */
  members: BenchMember[];
  projects: { id: string; cutIds: string[] }[];
  stop(): Promise<void>;
};

/** A song has a limit of comments. */
const songs = 40;

export async function startNodeBand(nodeCount: number, memberCount: number): Promise<NodeBand> {
  const postgres = await startLastingPostgres();
  await makeTemplate(postgres);
  const databaseUrl = await copyTemplate(postgres);
  const folder = await mkdtemp(join(tmpdir(), 'bandmate-bench-nodes-'));
  const nodes: BenchServer[] = [];
  const stop = async () => {
    await Promise.all(nodes.map(({ child }) => child.stop()));
    await rm(folder, { recursive: true });
  };
  try {
    for (let index = 0; index < nodeCount; index++) nodes.push(await startNode(databaseUrl, folder, index));
    const [first] = nodes as [BenchServer];
    const ana = await signUp(first, 'ana');
    const members = [ana];
    for (let index = 1; index < memberCount; index++) members.push(await signUp(first, `member${index}`));
    const projects: NodeBand['projects'] = [];
    for (const _ of nodes) projects.push(await startProject(ana, members.slice(1)));
    return { nodes, postmaster: await postmasterOf(databaseUrl), members, projects, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startProject(
  owner: BenchMember,
  others: BenchMember[],
): Promise<NodeBand['projects'][number]> {
  const id = await makeProject(owner, 'Nodes');
  const vibeId = newId();
  await owner.command('vibe.create', { id: vibeId, projectId: id, name: 'Song' });
  const cutIds = Array.from({ length: songs }, () => newId());
  for (const cutId of cutIds) await owner.command('cut.create', { id: cutId, vibeId, name: 'Mix' });
  await bringIn(owner, id, others);
  return { id, cutIds };
}

export const postmasterOf = (databaseUrl: string): Promise<number> =>
  withClient(databaseUrl, async (client) => {
    const { rows } = await client.query('select pg_backend_pid() as pid');
    return parentOf(rows[0].pid);
  });

export async function startNode(databaseUrl: string, folder: string, index: number): Promise<BenchServer> {
  const child = startChild('server/index.ts', [], {
    ...{ PORT: '0', DATABASE_URL: databaseUrl, DATA_DIR: join(folder, `node-${index}`) },
    ...{ NODE_NAME: `node-${index}`, LOG_LEVEL: 'error' },
    ...{ MAX_CONNECTIONS: '25000', MAX_SOCKETS: '1000', TRUSTED_PROXIES: '127.0.0.1' },
  });
  const url = await child.line((line) => line.startsWith('http://'), 'it said its address');
  return { url, child };
}

/** Processor time of all nodes so far, in seconds. */
export function cpuOfNodes(nodes: BenchServer[]): number {
  return nodes.reduce((sum, { child }) => sum + cpuSeconds(child.pid), 0);
}

/** The same of PostgreSQL. */
export function cpuOfPostgres({ postmaster }: NodeBand): number {
  return cpuSecondsWithChildren(postmaster);
}
