import { join } from 'node:path';
import type { PartyControl } from '../../protocol/wire/party.ts';
import { openBandOfListeners, pause, percentile, recordSpread } from '../helpers/party-run.ts';
import { startBenchServer } from './band.ts';
import { milliseconds, type Row } from './report.ts';

/** Up to so long each message takes, each way, in milliseconds. */
const jitter = 150;
/** The positions may be so far apart. */
const goal = 50;
/** After a control has been heard by all, everyone is in step again within this time. */
const settleMilliseconds = 1_500;
const steadyMilliseconds = 4_000;

/**
 * Three clients listen together through the proxy of the fault runs, each with a clock and a sound of its own that drift
 * and take their time. Recorded is how far their positions are apart. The floor is the same over a network without
 * delays.
 */
export async function benchTogether(folder: string): Promise<Row[]> {
  const server = await startBenchServer(join(folder, 'together'));
  try {
    const [still, shaken] = [await listen(server, 0), await listen(server, jitter)];
    const row = (what: string, read: (run: Recorded) => number, most: number | null): Row => ({
      what,
      ours: milliseconds(read(shaken)),
      floor: `no delays: ${milliseconds(read(still))}`,
      ratio: '–',
      goal: most === null ? '–' : `≤ ${most} ms`,
      met: most === null ? null : read(shaken) <= most,
    });
    return [
      row(
        `together, ${jitter} ms of jitter: positions apart, 95 %`,
        ({ steady }) => percentile(steady, 0.95),
        goal,
      ),
      row('– worst', ({ steady }) => Math.max(...steady), goal),
      row('– over 50 ms apart after a control, longest', ({ longest }) => longest, null),
    ];
  } finally {
    await server.child.stop();
  }
}

type Recorded = { steady: number[]; longest: number };

/** Plays, seeks, switches and loops, by one after the other. */
async function listen(server: { url: string }, delay: number): Promise<Recorded> {
  const band = await openBandOfListeners(server, delay, 21);
  const { people, projectId, files } = band;
  const [ana, ben, cy] = people;
  const steady: number[] = [];
  let longest = 0;
  const step = async (by: (typeof people)[number], control: PartyControl) => {
    by.session.control(control);
    const after = await recordSpread(people, settleMilliseconds);
    const isApart = after.map((spread) => spread > goal);
    const apart = isApart.lastIndexOf(true) - isApart.indexOf(true) + (isApart.includes(true) ? 1 : 0);
    longest = Math.max(longest, (apart / after.length) * settleMilliseconds);
    steady.push(...(await recordSpread(people, steadyMilliseconds)));
  };
  try {
    const begun = { projectId, fileId: files[0], position: 0, isPlaying: false, loop: null };
    await ana.session.start(begun);
    const partyId = ana.session.view.get().own?.party.id ?? '';
    for (const { session } of [ben, cy]) await session.join(partyId);
    await pause(3_000);
    await step(ana, { kind: 'play' });
    await step(ben, { kind: 'seek', position: 90 });
    await step(cy, { kind: 'switch', fileId: files[1], shift: 0 });
    await step(ana, { kind: 'seek', position: 200 });
    return { steady, longest };
  } finally {
    await band.close();
  }
}
