import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../common/new-id.ts';
import type { BenchMember } from './band.ts';
import { type Child, startChild } from './child.ts';
import { median } from './meter.ts';
import { cpuOfNodes, cpuOfPostgres, type NodeBand, startNodeBand } from './node-band.ts';
import { type Row, times } from './report.ts';

const counts = [1, 2, 3];
/** In turns, since the speed of a machine changes within minutes. */
const rounds = 3;
/**
 * The work of each node: nodes are added because there is more of it. `pause`: milliseconds between two commands of a
 * writer. `calm` leaves more than half of the machine idle with three nodes; `busy` fills it.
 */
type Load = { writers: number; pause: number; commands: number };
const loads = {
  calm: { writers: 4, pause: 150, commands: 150 },
  busy: { writers: 16, pause: 0, commands: 400 },
} satisfies Record<string, Load>;
const sockets = 200;
const events = 80;
const eventPause = 100;
const memberCount = 10;

type Work = { command: number; database: number };
/** While all of them write one project, and while those of each node have a project of their own. */
type Both<Figure> = { together: Figure; apart: Figure };
type Figures = Record<keyof typeof loads, Both<Work>> & { delivery: Both<number> };

const settings = { together: 'one project by all nodes', apart: 'a project by each node' };

/** Processor time of a command and of a delivery with one, two and three nodes on one PostgreSQL. */
export async function benchNodes(): Promise<Row[]> {
  const ballast = Array.from({ length: availableParallelism() }, () => startChild('tests/bench/ballast.ts'));
  const bands: NodeBand[] = [];
  const measured: Figures[][] = counts.map(() => []);
  try {
    for (const count of counts) bands.push(await startNodeBand(count, memberCount));
    // Once to warm up.
    for (const band of bands) {
      for (let time = 0; time < 3; time++) await measureCommands(band, time > 0, loads.busy);
      await measureDeliveries(band, true);
    }
    for (let round = 0; round < rounds; round++)
      for (const [index, band] of bands.entries()) measured[index]?.push(await measureBand(band));
  } finally {
    for (const band of bands) await band.stop();
    for (const one of ballast) await one.stop();
  }
  return rowsOf(measured.map(medianOf));
}

function rowsOf(measured: Figures[]): Row[] {
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
      ...(['calm', 'busy'] as const).flatMap((load) =>
        (['together', 'apart'] as const).flatMap((how) => {
          const where = `${load}, ${settings[how]}`;
          const [ours, first] = [figures[load][how], one[load][how]];
          return [
            row(`processor time of the nodes for a command, ${where}`, ours.command, first.command, 'ms'),
            row(`processor time of PostgreSQL for a command, ${where}`, ours.database, first.database, 'ms'),
          ];
        }),
      ),
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

async function measureBand(band: NodeBand): Promise<Figures> {
  const both = async <Figure>(measure: (isApart: boolean) => Promise<Figure>) => ({
    together: await measure(false),
    apart: await measure(true),
  });
  return {
    calm: await both((isApart) => measureCommands(band, isApart, loads.calm)),
    busy: await both((isApart) => measureCommands(band, isApart, loads.busy)),
    delivery: await both((isApart) => measureDeliveries(band, isApart)),
  };
}

/** Each figure's median. */
function medianOf(all: Figures[]): Figures {
  const work = (load: keyof typeof loads, how: keyof typeof settings): Work => ({
    command: median(all.map((one) => one[load][how].command)),
    database: median(all.map((one) => one[load][how].database)),
  });
  const both = <Figure>(of: (how: keyof typeof settings) => Figure) => ({
    together: of('together'),
    apart: of('apart'),
  });
  return {
    calm: both((how) => work('calm', how)),
    busy: both((how) => work('busy', how)),
    delivery: both((how) => median(all.map(({ delivery }) => delivery[how]))),
  };
}

/** In milliseconds. `isApart`: each node has its own writers and project. */
async function measureCommands(
  band: NodeBand,
  isApart: boolean,
  { writers, pause, commands }: Load,
): Promise<Work> {
  const { nodes, members, projects } = band;
  const [wanted, crowd] = [commands * nodes.length, writers * nodes.length];
  const before = { nodes: cpuOfNodes(nodes), postgres: cpuOfPostgres(band) };
  let asked = 0;
  const write = async (writer: number) => {
    const at = writer % nodes.length;
    const { url } = nodes[at] as NodeBand['nodes'][number];
    const { cutIds } = projects[isApart ? at : 0] as NodeBand['projects'][number];
    const member = members[writer % members.length] as BenchMember;
    // Not all in the same moment.
    await sleep((pause * writer) / crowd);
    while (asked++ < wanted) {
      const cutId = cutIds[asked % cutIds.length];
      const payload = { id: newId(), cutId, text: 'The bass drops out.', timestamp: asked % 200 };
      await member.commandTo(url, 'comment.create', payload);
      await sleep(pause);
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
      await members[0]?.commandTo(url, 'cut.update', { id: projectOf(node).cutIds[0], name });
    };
    const writing = isApart ? [...nodes.keys()] : [0];
    for (let index = 0; index < events; index++)
      for (const node of writing) {
        // Each at a moment of its own.
        await sleep(eventPause / writing.length);
        await rename(node, `Take ${index}`);
      }
    for (const crowd of crowds) await crowd.line((line) => line === 'heard', 'all had heard');
    return ((cpuOfNodes(nodes) - before) / (events * sockets * nodes.length)) * 1e6;
  } finally {
    for (const crowd of crowds) await crowd.stop();
  }
}
