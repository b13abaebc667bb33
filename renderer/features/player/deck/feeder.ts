import type { OpenSound } from '../../../../audio/decoding/open-sound.ts';
import type { FailureKind, FeederOrder, FeederReport, FeedMessage, MixerReport } from './deck-messages.ts';
import { createFinder } from './find-in-source.ts';
import { MediaUnreachable } from './media-bytes.ts';
import { ringSeconds } from './mixer.ts';
import { eachSide, type Side, sides } from './side.ts';
import { createSpareArrays } from './spare-arrays.ts';
import { createStereoSource, type StereoSource } from './stereo-source.ts';
import { endOf, firstDifference, frameAt, nextJump, type Timeline } from './timeline.ts';

/** A side that fell behind continues this much ahead of the playhead, so that it can catch up. In seconds. */
const headStartSeconds = 0.25;

type Feed = {
  sound: OpenSound | null;
  source: StereoSource | null;
  /** The music ends at this frame of the side; infinite while that isn't known. */
  end: number;
  /** Sent up to this many played frames. */
  filled: number;
  isPumping: boolean;
};

const closed: Feed = {
  sound: null,
  source: null,
  end: Infinity,
  filled: 0,
  isPumping: false,
};

type Connection = { rate: number; send(message: FeedMessage): void };

/** Reads, decodes and resamples both sides, always a few seconds ahead of what is played. Runs in a worker. */
export function createFeeder(
  open: (address: string) => Promise<OpenSound | null>,
  report: (report: FeederReport) => void,
) {
  const feeds = eachSide<Feed>(() => ({ ...closed }));
  let connection: Connection | null = null;
  let timeline: Timeline | null = null;
  let played = 0;
  const spareArrays = createSpareArrays();
  const finder = createFinder((side, ahead) => report({ kind: 'found', side, ahead }));
  /** Rises whenever samples that are being read are no longer wanted. */
  let epoch = 0;

  async function openSide(side: Side, address: string): Promise<void> {
    try {
      const sound = await open(address);
      if (!sound) return report({ kind: 'failed', side, failure: 'unsupported' });
      const { frames, sampleRate } = sound;
      feeds[side].sound = sound;
      connectSide(side);
      report({ kind: 'opened', side, seconds: frames === null ? null : frames / sampleRate });
    } catch (error) {
      report({ kind: 'failed', side, failure: failureOf(error) });
    }
  }

  function connectSide(side: Side): void {
    const feed = feeds[side];
    if (!connection || !feed.sound) return;
    feed.source = createStereoSource(feed.sound, connection.rate);
    finder.open(side, feed.source, connection.rate);
    feed.end = lengthAt(feed.sound, connection.rate);
    sendEnd(side);
    void pump(side);
  }

  function sendEnd(side: Side): void {
    if (!connection || !timeline) return;
    const { generation } = timeline;
    const at = endOf(timeline, side, feeds[side].end);
    connection.send({ kind: 'end', generation, side, at: at === Infinity ? null : at });
  }

  async function pump(side: Side): Promise<void> {
    const feed = feeds[side];
    if (feed.isPumping) return;
    feed.isPumping = true;
    try {
      // Another seek or change may arrive while it waits.
      for (let began = epoch; (await sendNext(side)) || began !== epoch; ) began = epoch;
    } catch (error) {
      feed.source = null;
      report({ kind: 'failed', side, failure: failureOf(error) });
    }
    feed.isPumping = false;
  }

  /** Sends the next samples of a side. False if it has enough, or nothing to send. */
  async function sendNext(side: Side): Promise<boolean> {
    const feed = feeds[side];
    const { source } = feed;
    if (!connection || !timeline || !source) return false;
    const most = source.chunkFrames;
    if (feed.filled + most > played + ringSeconds * connection.rate) return false;
    const at = feed.filled;
    const { generation } = timeline;
    const frame = frameAt(timeline, side, at);
    const untilJump = nextJump(timeline, at) - at;
    const began = epoch;
    const { left, right, end } = await readStretch(
      source,
      frame,
      Math.min(most, untilJump),
      spareArrays.take,
    );
    // Compressed sound reveals its length only at its end.
    if (end !== null && end < feed.end) {
      feed.end = end;
      sendEnd(side);
    }
    if (began !== epoch || source !== feed.source) return true;
    feed.filled = at + left.length;
    connection.send({ kind: 'samples', generation, side, at, left, right });
    return true;
  }

  function begin(next: Timeline): void {
    played = 0;
    epoch++;
    timeline = next;
    connection?.send({ kind: 'begin', generation: next.generation });
    for (const side of sides) {
      feeds[side].filled = 0;
      sendEnd(side);
      void pump(side);
    }
  }

  /** Reads again only what differs. */
  function change(before: Timeline, next: Timeline): void {
    if (!connection) return;
    const { rate, send } = connection;
    const now = Math.max(played, next.played);
    epoch++;
    timeline = next;
    for (const side of sides) {
      const feed = feeds[side];
      const from = firstDifference(before, next, side, { from: now, to: feed.filled });
      if (from < feed.filled) {
        const isLate = from <= now;
        send({ kind: 'truncate', generation: next.generation, sides: [side], from: isLate ? 0 : from });
        feed.filled = isLate ? Math.ceil(now + headStartSeconds * rate) : from;
      }
      sendEnd(side);
      void pump(side);
    }
  }

  return {
    order(order: Exclude<FeederOrder, { kind: 'connect' }>): void {
      if (order.kind === 'open') void openSide(order.side, order.address);
      else if (order.kind === 'begin') begin(order.timeline);
      else if (order.timeline.generation === timeline?.generation) change(timeline, order.timeline);
    },
    connect(rate: number, send: Connection['send']): void {
      connection = { rate, send };
      for (const side of sides) connectSide(side);
    },
    find: finder.find,
    /** Arrays that may be filled again. */
    takeBack: spareArrays.giveBack,
    /** The mixer has played on, so there is room for more. */
    follow({ generation, played: now }: Pick<MixerReport, 'generation' | 'played'>): void {
      if (!connection || generation !== timeline?.generation) return;
      played = now;
      for (const side of sides) {
        const feed = feeds[side];
        if (feed.source && feed.filled < played) {
          epoch++;
          feed.filled = Math.ceil(played + headStartSeconds * connection.rate);
        }
        void pump(side);
      }
    },
  };
}

/** Samples from a frame on, up to the next chunk, and the sound's end if it was seen. Silence outside of the sound. */
async function readStretch(
  source: StereoSource,
  frame: number,
  most: number,
  space: (length: number) => Float32Array,
) {
  const { chunkFrames } = source;
  const number = Math.floor(frame / chunkFrames);
  const start = frame - number * chunkFrames;
  const length = Math.min(most, chunkFrames - start);
  const chunk = number < 0 ? null : await source.chunk(number);
  const part = (plane: Float32Array | undefined) => {
    const samples = plane?.subarray(start, start + length) ?? new Float32Array(0);
    const copy = space(length);
    copy.set(samples);
    return copy.fill(0, samples.length);
  };
  const isLast = chunk !== null && chunk.left.length < chunkFrames;
  const end = isLast ? number * chunkFrames + chunk.left.length : null;
  return { left: part(chunk?.left), right: part(chunk?.right), end };
}

function lengthAt({ frames, sampleRate }: OpenSound, rate: number): number {
  return frames === null ? Infinity : Math.ceil((frames * rate) / sampleRate);
}

function failureOf(error: unknown): FailureKind {
  return error instanceof MediaUnreachable ? 'network' : 'damaged';
}
