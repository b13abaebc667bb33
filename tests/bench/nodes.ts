import { newId } from '../../common/new-id.ts';
import { type Child, startChild } from './child.ts';
import { cpuOfNodes, cpuOfPostgres, type NodeBand, startNodeBand } from './node-band.ts';
import { type Row, times } from './report.ts';

const counts = [1, 2, 3];
/** The load of each node: nodes are added because there is more to do. */
const writers = Number(process.env.BENCH_WRITERS ?? 16);
const commands = 1_000;
const sockets = 200;
const events = 200;
const memberCount = 10;

type Work = { command: number; database: number };
type Delivery = { together: number; apart: number };
type Figures = { together: Work; apart: Work; delivery: Delivery };

/**
 * Processor time of a command and of a delivery with one, two and three nodes on one PostgreSQL, each with as many writers
 * and sockets: while all of them write one project, and while those of each node have a project of their own.
 */
export async function benchNodes(): Promise<Row[]> {
  const measured: Figures[] = [];
  for (const count of counts) {
    const band = await startNodeBand(count, memberCount);
    try {
      // Once to warm up.
      await measureCommands(band, false);
      const together = await measureCommands(band, false);
      const apart = await measureCommands(band, true);
      const delivery = {
        together: await measureDeliveries(band, false),
        apart: await measureDeliveries(band, true),
      };
      measured.push({ together, apart, delivery });
    } finally {
      await band.stop();
    }
  }
  const [one] = measured as [Figures];
  return measured.flatMap((figures, index) => {
    const nodes = `${counts[index]} ${counts[index] === 1 ? 'node' : 'nodes'}`;
    const row = (what: string, value: number, first: number, unit: string): Row => ({
      what: `${what}, ${nodes}`,
      ours: `${value.toFixed(2)} ${unit}`,
      floor: `${first.toFixed(2)} ${unit} (1 node)`,
      ratio: times(value / first),
      goal: '≤ 1.15 ×',
      met: value / first <= 1.15,
    });
    return [
      ...(['together', 'apart'] as const).flatMap((how) => {
        const where = how === 'together' ? 'one project by all nodes' : 'a project by each node';
        const [ours, first] = [figures[how], one[how]];
        return [
          row(`processor time of the nodes for a command, ${where}`, ours.command, first.command, 'ms'),
          row(`processor time of PostgreSQL for a command, ${where}`, ours.database, first.database, 'ms'),
        ];
      }),
      row(
        `processor time for a delivery with its share of the command, ${sockets} sockets of each node in a project of its own`,
        figures.delivery.apart,
        one.delivery.apart,
        'µs',
      ),
      row(
        `– all in one project, so that more deliveries share a command`,
        figures.delivery.together,
        one.delivery.together,
        'µs',
      ),
    ];
  });
}

/** In milliseconds. `isApart`: each node has its own writers and project. */
async function measureCommands(band: NodeBand, isApart: boolean): Promise<Work> {
  const { nodes, members, projects } = band;
  const [wanted, crowd] = [commands * nodes.length, writers * nodes.length];
  const before = { nodes: cpuOfNodes(nodes), postgres: cpuOfPostgres(band) };
  let asked = 0;
  const write = async (writer: number) => {
    const at = writer % nodes.length;
    const { url } = nodes[at] as NodeBand['nodes'][number];
    const { cutIds } = projects[isApart ? at : 0] as NodeBand['projects'][number];
    const { cookie } = members[writer % members.length] as NodeBand['members'][number];
    while (asked++ < wanted) {
      const answer = await fetch(`${url}/api/cuts/${cutIds[asked % cutIds.length]}/comments`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ id: newId(), text: 'The bass drops out.', timestamp: asked % 200 }),
      });
      if (!answer.ok) throw new Error(`A comment was answered ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: crowd }, (_, writer) => write(writer)));
  return {
    command: ((cpuOfNodes(nodes) - before.nodes) * 1000) / wanted,
    database: ((cpuOfPostgres(band) - before.postgres) * 1000) / wanted,
  };
}

/**
 * In microseconds. `isApart`: each node has sockets and events in a project of its own. If not, all sockets hear the events
 * of the first node.
 */
async function measureDeliveries({ nodes, members, projects }: NodeBand, isApart: boolean): Promise<number> {
  const cookies = members.map(({ cookie }) => cookie).join('|');
  const projectOf = (index: number) => projects[isApart ? index : 0] as NodeBand['projects'][number];
  const crowds: Child[] = [];
  try {
    for (const [index, { url }] of nodes.entries()) {
      const crowd = [url, cookies, projectOf(index).id, String(sockets), String(events)];
      crowds.push(startChild('tests/bench/socket-crowd.ts', crowd));
    }
    for (const crowd of crowds) await crowd.line((line) => line === 'joined', 'all had joined');
    const before = cpuOfNodes(nodes);
    const rename = async (node: number, name: string) => {
      const { url } = nodes[node] as NodeBand['nodes'][number];
      const operation = { kind: 'cut.update', payload: { id: projectOf(node).cutIds[0], name } };
      const operations = [{ operationId: newId(), ...operation }];
      await members[0]?.requestTo(url, 'POST', '/api/commands', { operations });
    };
    for (let index = 0; index < events; index++) {
      for (const node of isApart ? nodes.keys() : [0]) await rename(node, `Take ${index}`);
    }
    for (const crowd of crowds) await crowd.line((line) => line === 'heard', 'all had heard');
    return ((cpuOfNodes(nodes) - before) / (events * sockets * nodes.length)) * 1e6;
  } finally {
    for (const crowd of crowds) await crowd.stop();
  }
}
