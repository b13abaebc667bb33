import { loadFfmpegPackage } from '../../audio/decoding/ffmpeg.ts';
import { type OpenSound, openSound } from '../../audio/decoding/open-sound.ts';
import type { FeederReport, MixerReport } from '../../renderer/features/player/deck/deck-messages.ts';
import { createFeeder } from '../../renderer/features/player/deck/feeder.ts';
import { Mixer } from '../../renderer/features/player/deck/mixer.ts';
import type { Side } from '../../renderer/features/player/deck/side.ts';
import type { Timeline } from '../../renderer/features/player/deck/timeline.ts';
import { inMemory } from '../helpers/pcm.ts';

const quantum = 128;

/** Lets everything that is read and decoded arrive. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export type File = { bytes: Uint8Array; mimeType: string };

export const openFile = ({ bytes, mimeType }: File) =>
  openSound(inMemory(bytes), mimeType, loadFfmpegPackage);

/** A timeline in which A leads from its first frame, and B is at the same frame, apart from what is given. */
export const timelineAt = (more: Partial<Timeline>): Timeline => ({
  generation: 1,
  lead: 'a',
  played: 0,
  frame: 0,
  loop: null,
  alignment: [{ a: 0, b: 0 }],
  ...more,
});

/** Worker and audio thread in one: the feeder and the mixer of a deck, without a browser. */
export function startDeck(
  rate: number,
  files: Record<string, File>,
  { offset = 0, open = openFile }: { offset?: number; open?: (file: File) => Promise<OpenSound | null> } = {},
) {
  const reports: FeederReport[] = [];
  const atStart = timelineAt({ alignment: [{ a: 0, b: offset }] });
  let last: MixerReport | null = null;
  const feeder = createFeeder(
    (address) => open(files[address] as File),
    (report) => reports.push(report),
  );
  let listener = (_: MixerReport) => {};
  const arrays = new Set<ArrayBufferLike>();
  const mixer = new Mixer(
    rate,
    (report) => {
      last = report;
      feeder.follow(report);
      listener(report);
    },
    (copied) => feeder.takeBack(copied),
  );
  let clock = 0;
  const process = () => {
    const left = new Float32Array(quantum);
    mixer.process(left, new Float32Array(quantum), clock);
    clock += quantum;
    return left;
  };
  const loads = (side: Side) => feeder.order({ kind: 'open', side, address: side });
  return {
    mixer,
    reports,
    settle,
    loads,
    report: () => last as MixerReport | null,
    onReport: (next: typeof listener) => {
      listener = next;
    },
    /** The memory in which samples have been sent. */
    arrays,
    connect: () =>
      feeder.connect(rate, (message) => {
        if (message.kind === 'samples')
          for (const part of ['left', 'right'] as const) arrays.add(message[part].buffer);
        mixer.feed(message);
      }),
    begin: (timeline: Partial<Timeline>) =>
      feeder.order({
        kind: 'begin',
        timeline: { ...atStart, ...timeline },
      }),
    change: (timeline: Partial<Timeline>) =>
      feeder.order({ kind: 'change', timeline: { ...atStart, ...timeline } }),
    play: () => mixer.order({ kind: 'run', isPlaying: true, speed: 1 }),
    choose: (side: Side) => mixer.order({ kind: 'hear', side }),
    /** Waits until a side has something to play. */
    async isReady(side: Side): Promise<void> {
      while (!last?.isReady[side]) {
        process();
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    /** The left channel of what comes out, at least this many frames. */
    async hear(frames: number): Promise<number[]> {
      const heard: number[] = [];
      while (heard.length < frames) {
        heard.push(...process());
        if ((clock / quantum) % 32 === 0) await settle();
      }
      return heard;
    },
  };
}
