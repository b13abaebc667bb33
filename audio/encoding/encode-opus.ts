import type { Frame, LibAV } from '@libav.js/variant-fat';
import type { SoundPiece } from '../decoding/decode-sound.ts';
import type { FfmpegLoader } from '../decoding/ffmpeg.ts';
import { stereoStream } from './stereo-stream.ts';

/** The only rate of Opus that keeps everything that can be heard. */
export const opusRate = 48_000;

/** In bits a second: what careful listeners can hardly tell from the original. */
export const opusBitRate = 128_000;

/** One packet: 20 ms. */
const packetFrames = 960;
/** Packets encoded at a time: a second. */
const batch = 50;
/** FFmpeg's mask of left and right. */
const stereo = 3;

/** A sound that is longer than it may be. */
export class TooLong extends Error {}

/**
 * A sound as Ogg Opus (RFC 7845) in stereo, in parts that follow each other; nothing if there is no sound. What the
 * encoder adds at the beginning (pre-skip) and at the end is stated in the file, so a player leaves it out and every
 * moment is where it was. The same sound always gives the same bytes.
 */
export async function* encodeOpus(
  sound: AsyncIterable<SoundPiece>,
  loadFfmpeg: FfmpegLoader,
  longestSeconds: number,
): AsyncGenerator<Uint8Array> {
  let encoder: Encoder | null = null;
  let frames: Frame[] = [];
  let written = 0;
  for await (const { left, right } of stereoStream(sound, opusRate, packetFrames)) {
    encoder ??= await openEncoder(await loadFfmpeg());
    frames.push(encoder.frame(interleaved(left, right), written));
    written += left.length;
    if (written > longestSeconds * opusRate) throw new TooLong('It is too long');
    if (frames.length < batch) continue;
    yield* await encoder.encode(frames);
    frames = [];
  }
  if (!encoder) return;
  yield* await encoder.encode(frames);
  yield* await encoder.finish();
}

function interleaved(left: Float32Array, right: Float32Array): Float32Array {
  const both = new Float32Array(2 * left.length);
  for (let at = 0; at < left.length; at++) {
    both[2 * at] = left[at] as number;
    both[2 * at + 1] = right[at] as number;
  }
  return both;
}

type Encoder = Awaited<ReturnType<typeof openEncoder>>;

/** Each sound has an FFmpeg with its own memory. */
async function openEncoder(libav: LibAV) {
  const name = 'copy.opus';
  let parts: Uint8Array[] = [];
  libav.onwrite = (_, __, bytes) => parts.push(new Uint8Array(bytes));
  const [, context, frame, packet] = await libav.ff_init_encoder('libopus', {
    ctx: {
      ...{ bit_rate: opusBitRate, sample_rate: opusRate, channels: 2, channel_layout: stereo },
      sample_fmt: libav.AV_SAMPLE_FMT_FLT,
    },
    time_base: [1, opusRate],
  });
  // It can't seek, so the parts follow each other.
  await libav.mkstreamwriterdev(name);
  const [muxer, , output] = await libav.ff_init_muxer({ format_name: 'ogg', filename: name, open: true }, [
    [context, 1, opusRate],
  ]);
  // Without it the file has a random number.
  await libav.av_opt_set(muxer, 'fflags', '+bitexact', 0);
  await libav.avformat_write_header(muxer, 0);

  const taken = () => {
    const all = parts;
    parts = [];
    return all;
  };
  const encode = async (frames: Frame[], isEnd = false) => {
    const packets = await libav.ff_encode_multi(context, frame, packet, frames, isEnd);
    await libav.ff_write_multi(muxer, packet, packets, false);
    return taken();
  };
  return {
    frame: (data: Float32Array, pts: number): Frame => ({
      ...{ data, pts, ptshi: 0, channels: 2, channel_layout: stereo, sample_rate: opusRate },
      format: libav.AV_SAMPLE_FMT_FLT,
      nb_samples: data.length / 2,
    }),
    encode,
    async finish(): Promise<Uint8Array[]> {
      const last = await encode([], true);
      await libav.av_write_trailer(muxer);
      await libav.ff_free_muxer(muxer, output);
      await libav.ff_free_encoder(context, frame, packet);
      return [...last, ...taken()];
    },
  };
}
