import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../common/new-id.ts';
import { ask } from './ask.ts';
import { makeProject, signUp, startBenchServer } from './band.ts';
import { type Child, startChild } from './child.ts';
import { cpuSeconds, median } from './meter.ts';
import { milliseconds, type Row, times } from './report.ts';

const rounds = 5;
const secondsOfRound = 2;
/** As in a large project, so that none has hundreds of comments in the end. */
const songs = 500;

/** A server: posts of comments, and a small read. */
type Served = {
  url: string;
  child: Child;
  headers: Record<string, string>;
  post(): { path: string; body: object };
  read: string;
};

/** `processor`: milliseconds of processor time for each comment, with its share of the reads. */
type Measured = { perSecond: number[]; reads: number[]; processor: number[] };

/**
 * Comments over several connections at once, and a small read meanwhile, turn about: as the specification's clients post
 * them, as the app sends them, with an operation id whose answer is stored, and to bare Express.
 */
export async function benchCommands(folder: string): Promise<Row[]> {
  const server = await startBenchServer(join(folder, 'server'));
  const child = startChild('tests/bench/floors/bare-express.ts', [join(folder, 'bare.sqlite')]);
  try {
    const ana = await signUp(server, 'ana');
    const projectId = await makeProject(ana, 'Busy');
    const vibeId = newId();
    await ana.command('vibe.create', { id: vibeId, projectId, name: 'Song' });
    const cutIds = Array.from({ length: songs }, () => newId());
    for (const id of cutIds) await ana.command('cut.create', { id, vibeId, name: 'Mix' });
    const quietId = newId();
    await ana.command('cut.create', { id: quietId, vibeId, name: 'Quiet' });
    let count = 0;
    const comment = () => ({
      id: newId(),
      text: 'The bass drops out for a moment.',
      timestamp: ++count % 200,
    });
    const ours: Served = {
      ...server,
      headers: { cookie: ana.cookie },
      post: () => ({ path: `/api/cuts/${cutIds[count % songs]}/comments`, body: comment() }),
      read: `/api/cuts/${quietId}/comments`,
    };
    const bare: Served = {
      url: await child.line((line) => line.startsWith('http://'), 'it said its address'),
      child,
      headers: {},
      post: () => ({ path: '/comments', body: { ...comment(), cutId: 'one' } }),
      read: '/comments',
    };
    const app: Served = {
      ...ours,
      post() {
        const payload = { ...comment(), cutId: cutIds[count % songs] };
        const operations = [{ operationId: newId(), kind: 'comment.create', payload }];
        return { path: '/api/commands', body: { operations } };
      },
    };
    const rows: Row[] = [];
    for (const connections of [16, 64]) rows.push(...(await besides({ ours, app, bare }, connections)));
    rows.push(...(await processorTime({ ours, app, bare })));
    return rows;
  } finally {
    await child.stop();
    await server.child.stop();
  }
}

type Kind = 'ours' | 'app' | 'bare';
const names = { ours: 'comments over HTTP', app: 'the same as the app sends them' };

async function besides(served: Record<Kind, Served>, connections: number): Promise<Row[]> {
  const figures = { ours: nothing(), app: nothing(), bare: nothing() };
  for (let round = 0; round < rounds; round++)
    for (const kind of ['ours', 'app', 'bare'] as const)
      await flood(served[kind], connections, figures[kind]);
  return (['ours', 'app'] as const).flatMap((kind) => rowsBeside(kind, connections, figures));
}

function rowsBeside(kind: 'ours' | 'app', connections: number, figures: Record<Kind, Measured>): Row[] {
  const [own, bare] = [figures[kind], figures.bare];
  const [rate, bareRate] = [median(own.perSecond), median(bare.perSecond)];
  const [read, bareRead] = [median(own.reads), median(bare.reads)];
  const said = (perSecond: number) => `${Math.round(perSecond).toLocaleString('en-US')} /s`;
  return [
    {
      what: `${names[kind]}, ${connections} connections`,
      ours: said(rate),
      floor: `${said(bareRate)} (bare Express, one synced insert each)`,
      ratio: times(rate / bareRate),
      goal: '≥ 0.60 ×',
      met: rate / bareRate >= 0.6,
    },
    {
      what: '– a small read meanwhile, median',
      ours: milliseconds(read),
      floor: `${milliseconds(bareRead)} (bare Express, one select)`,
      ratio: times(read / bareRead),
      goal: '≤ 2.00 ×',
      met: read / bareRead <= 2,
    },
    processorRow('– processor time of a comment', median(own.processor), median(bare.processor)),
  ];
}

const nothing = (): Measured => ({ perSecond: [], reads: [], processor: [] });

async function flood(served: Served, connections: number, measured: Measured): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const reader = new Agent({ keepAlive: true, maxSockets: 1 });
  const before = cpuSeconds(served.child.pid);
  const begun = performance.now();
  const end = begun + secondsOfRound * 1000;
  let done = 0;
  const writing = Array.from({ length: connections }, async () => {
    while (performance.now() < end) {
      const { path, body } = served.post();
      await ask(served, agent, 'POST', path, body);
      done += 1;
    }
  });
  const reading = (async () => {
    while (performance.now() < end) {
      const asked = performance.now();
      await ask(served, reader, 'GET', served.read);
      measured.reads.push(performance.now() - asked);
      await sleep(20);
    }
  })();
  await Promise.all([...writing, reading]);
  measured.perSecond.push((done * 1000) / (performance.now() - begun));
  measured.processor.push(((cpuSeconds(served.child.pid) - before) * 1000) / done);
  agent.destroy();
  reader.destroy();
}

/** One command after the other. */
async function processorTime({ ours, app, bare }: Record<Kind, Served>): Promise<Row[]> {
  const count = 1_000;
  const each = async (served: Served) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const before = cpuSeconds(served.child.pid);
    for (let index = 0; index < count; index++) {
      const { path, body } = served.post();
      await ask(served, agent, 'POST', path, body);
    }
    agent.destroy();
    return ((cpuSeconds(served.child.pid) - before) * 1000) / count;
  };
  await each(ours);
  const [own, sent, floor] = [await each(ours), await each(app), await each(bare)];
  return [
    processorRow('processor time of a comment over HTTP, one after the other', own, floor),
    processorRow('the same as the app sends them', sent, floor),
  ];
}

function processorRow(what: string, own: number, floor: number): Row {
  return {
    what,
    ours: milliseconds(own),
    floor: `${milliseconds(floor)} (bare Express)`,
    ratio: times(own / floor),
    ...{ goal: '≤ 0.40 ms', met: own <= 0.4 },
  };
}
