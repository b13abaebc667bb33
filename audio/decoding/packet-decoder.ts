import type { Frame, LibAV, Packet, Stream } from '@libav.js/variant-fat';
import { adtsFrameBytes } from '../audio-frames.ts';
import type { ReadableBytes } from '../bytes.ts';
import { readLeadingSilence } from '../mp4-boxes.ts';
import type { FfmpegLoader } from './ffmpeg.ts';
import { planesOf } from './planes-of.ts';
import type { DecodedSound } from './sound-decoder.ts';

/** Compressed bytes decoded at a time. */
const pieceBytes = 64 * 1024;
/** Enough of the beginning for the frames that say when the sound begins: some. */
const openingBytes = 4 * 1024;
const openingSamples = 2 * 1024;
const silentPieceSamples = 64 * 1024;
/** Decoded before the first sample that is wanted: the frame before it, and one more. */
const preparingSamples = 3 * 1024;

/** A decoder and its input. `context`, `packet` and `frame` are addresses in FFmpeg's memory. */
type Source = { context: number; packet: number; frame: number; pieces: AsyncIterable<Packet[]> };

/** A track of an MP4. `throwUnreadable` passes on what went wrong when the file was read. */
type Opened = { container: number; stream: Stream; throwUnreadable(): void };

/**
 * The sound of AAC (`audio/aac`: ADTS frames; else in an MP4) and of ALAC, in order, in stretches. An MP4 may have the
 * table of its packets at the end, so FFmpeg reads the file wherever it wants. Damaged packets are skipped; a file
 * without such sound yields nothing. Rejects if `file` does.
 *
 * Each call has its own FFmpeg with its own memory: whatever a file does to it ends with the call.
 */
export async function* decodePackets(
  file: ReadableBytes,
  mimeType: string,
  loadFfmpeg: FfmpegLoader,
): AsyncGenerator<DecodedSound> {
  const libav = await loadFfmpeg();
  const isMp4 = mimeType !== 'audio/aac';
  const source = isMp4 ? await openMp4(libav, file) : await openAdts(libav, file, 0);
  if (!source) return;
  let silentSeconds = isMp4 ? await readLeadingSilence(file) : 0;
  for await (const frame of framesOf(libav, source)) {
    const sound = planesOf(frame);
    if (silentSeconds > 0) yield* silenceBefore(sound, silentSeconds);
    silentSeconds = 0;
    yield sound;
  }
}

function* silenceBefore({ channelData, sampleRate }: DecodedSound, seconds: number): Generator<DecodedSound> {
  for (let left = Math.round(seconds * sampleRate); left > 0; left -= silentPieceSamples) {
    const samplesDecoded = Math.min(left, silentPieceSamples);
    yield {
      channelData: channelData.map(() => new Float32Array(samplesDecoded)),
      samplesDecoded,
      sampleRate,
    };
  }
}

/** ADTS frames from this byte on, where one begins. */
export async function* decodeAdtsFrom(
  file: ReadableBytes,
  at: number,
  loadFfmpeg: FfmpegLoader,
): AsyncGenerator<DecodedSound> {
  const libav = await loadFfmpeg();
  for await (const frame of framesOf(libav, await openAdts(libav, file, at))) yield planesOf(frame);
}

/**
 * AAC in an MP4 from this sample on, counted from the first one that `decodePackets` yields. Each frame says its time;
 * the first ones say when the sound begins.
 */
export async function* decodeMp4From(
  file: ReadableBytes,
  sample: number,
  loadFfmpeg: FfmpegLoader,
): AsyncGenerator<DecodedSound> {
  const libav = await loadFfmpeg();
  const opening = await openMp4(libav, file, openingBytes);
  if (!opening) return;
  let heard = 0;
  let start = 0;
  for await (const frame of framesOf(libav, opening)) {
    start = timeOf(frame) - heard;
    heard += frame.nb_samples ?? 0;
    if (heard > openingSamples) break;
  }
  const { container, stream } = opening;
  await libav.avformat_seek_file_max(container, stream.index, start + sample - preparingSamples, 0, 0);
  const source = await openStream(libav, opening, pieceBytes);
  if (!source) return;
  for await (const frame of framesOf(libav, source)) {
    const { channelData, samplesDecoded, sampleRate } = planesOf(frame);
    const dropped = Math.min(samplesDecoded, Math.max(0, start + sample - timeOf(frame)));
    yield {
      channelData: channelData.map((plane) => plane.subarray(dropped)),
      samplesDecoded: samplesDecoded - dropped,
      sampleRate,
    };
  }
}

/** In units of the track, which are samples. */
const timeOf = ({ pts = 0, ptshi = 0 }: Frame) => ptshi * 2 ** 32 + (pts >>> 0);

async function* framesOf(libav: LibAV, source: Source): AsyncGenerator<Frame> {
  const { context, packet, frame, pieces } = source;
  const decode = (packets: Packet[], fin: boolean) =>
    libav.ff_decode_multi(context, packet, frame, packets, { fin, ignoreErrors: true });
  for await (const packets of pieces) yield* await decode(packets, false);
  yield* await decode([], true);
}

async function openMp4(
  libav: LibAV,
  file: ReadableBytes,
  limit = pieceBytes,
): Promise<(Source & Opened) | null> {
  const name = 'sound';
  let unreadable: unknown = null;
  libav.onblockread = (_, position, length) => {
    file.read(position, length).then(
      (bytes) => libav.ff_block_reader_dev_send(name, position, bytes),
      (error) => {
        unreadable = error;
        return libav.ff_block_reader_dev_send(name, position, null);
      },
    );
  };
  await libav.mkblockreaderdev(name, file.size);
  const opened = await libav.ff_init_demuxer_file(name, 'mov').catch(() => null);
  if (unreadable) throw unreadable;
  const [container, streams] = opened ?? [];
  const stream = streams?.find(({ codec_type }) => codec_type === libav.AVMEDIA_TYPE_AUDIO);
  if (container === undefined || !stream) return null;
  const throwUnreadable = () => {
    if (unreadable) throw unreadable;
  };
  return openStream(libav, { container, stream, throwUnreadable }, limit);
}

/** From where the container is now. */
async function openStream(libav: LibAV, opened: Opened, limit: number): Promise<(Source & Opened) | null> {
  const { container, stream, throwUnreadable } = opened;
  const decoder = await libav.ff_init_decoder(stream.codec_id, stream.codecpar).catch(() => null);
  if (!decoder) return null;
  const [, context, packet, frame] = decoder;

  async function* pieces() {
    for (;;) {
      const [result, packets] = await libav.ff_read_multi(container, packet, undefined, { limit });
      throwUnreadable();
      yield packets[stream.index] ?? [];
      // “Try again” means that the limit was reached. Anything else is the end, expected or not.
      if (result !== -libav.EAGAIN && result !== 0) return;
    }
  }
  return { ...opened, context, packet, frame, pieces: pieces() };
}

async function openAdts(libav: LibAV, file: ReadableBytes, start: number): Promise<Source> {
  const [, context, packet, frame] = await libav.ff_init_decoder('aac');

  async function* pieces() {
    for (let at = start; at < file.size; ) {
      const bytes = await file.read(at, pieceBytes);
      const isLast = at + bytes.length >= file.size;
      const packets: Packet[] = [];
      let taken = 0;
      while (taken < bytes.length) {
        const length = adtsFrameBytes(bytes, taken);
        if (taken + Math.max(length, 7) > bytes.length) break;
        if (length > 0) packets.push({ data: bytes.slice(taken, taken + length) });
        // Skips bytes between frames, in a damaged file or after a tag, one at a time.
        taken += Math.max(length, 1);
      }
      yield packets;
      if (isLast || taken === 0) return;
      at += taken;
    }
  }
  return { context, packet, frame, pieces: pieces() };
}
