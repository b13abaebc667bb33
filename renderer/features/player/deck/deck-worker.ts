import { openSound } from '../../../../audio/decoding/open-sound.ts';
import { loadFfmpeg } from '../../../platform/sound/load-ffmpeg.ts';
import type { CopiedSamples, FeederOrder, FeederReport, Listened, MixerReport } from './deck-messages.ts';
import { createFeeder } from './feeder.ts';
import { openMedia } from './media-bytes.ts';

// The page's types don't include workers, so only what is used is typed.
const worker = self as unknown as {
  onmessage: ((message: { data: FeederOrder }) => void) | null;
  postMessage(report: FeederReport): void;
};

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

const feeder = createFeeder(
  async (address) => {
    const { bytes, mimeType } = await openMedia(address, (url, init) => fetch(url, init), wait);
    return openSound(bytes, mimeType, loadFfmpeg);
  },
  (report) => worker.postMessage(report),
);

worker.onmessage = ({ data }) => {
  if (data.kind !== 'connect') {
    feeder.order(data);
    return;
  }
  const { port, rate } = data;
  port.onmessage = ({ data: message }: MessageEvent<MixerReport | CopiedSamples | Listened>) => {
    if ('copied' in message) feeder.takeBack(message.copied);
    else if ('kind' in message) feeder.find(message);
    else feeder.follow(message);
  };
  feeder.connect(rate, (message) => {
    port.postMessage(message, message.kind === 'samples' ? [message.left.buffer, message.right.buffer] : []);
  });
};
