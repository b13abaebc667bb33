import type { LibAV, Packet } from '@libav.js/variant-fat';
import { adtsFrameBytes } from '../audio-frames.ts';
import type { ReadableBytes } from '../bytes.ts';
import type { FfmpegLoader } from './ffmpeg.ts';
import { planesOf } from './planes-of.ts';
import type { DecodedSound } from './sound-decoder.ts';

/** Compressed bytes decoded at a time. */
const pieceBytes = 64 * 1024;

/** A decoder and its input. `context`, `packet` and `frame` are addresses in FFmpeg's memory. */
type Source = { context: number; packet: number; frame: number; pieces: AsyncIterable<Packet[]> };

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
  const source = mimeType === 'audio/aac' ? await openAdts(libav, file) : await openMp4(libav, file);
  if (!source) return;
  const { context, packet, frame, pieces } = source;
  const decode = (packets: Packet[], fin: boolean) =>
    libav.ff_decode_multi(context, packet, frame, packets, { fin, ignoreErrors: true });
  for await (const packets of pieces) {
    for (const decoded of await decode(packets, false)) yield planesOf(decoded);
  }
  for (const decoded of await decode([], true)) yield planesOf(decoded);
}

async function openMp4(libav: LibAV, file: ReadableBytes): Promise<Source | null> {
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
  const decoder = await libav.ff_init_decoder(stream.codec_id, stream.codecpar).catch(() => null);
  if (!decoder) return null;
  const [, context, packet, frame] = decoder;

  async function* pieces(demuxer: number, index: number) {
    for (;;) {
      const [result, packets] = await libav.ff_read_multi(demuxer, packet, undefined, { limit: pieceBytes });
      if (unreadable) throw unreadable;
      yield packets[index] ?? [];
      // “Try again” means that the limit was reached. Anything else is the end, expected or not.
      if (result !== -libav.EAGAIN && result !== 0) return;
    }
  }
  return { context, packet, frame, pieces: pieces(container, stream.index) };
}

async function openAdts(libav: LibAV, file: ReadableBytes): Promise<Source> {
  const [, context, packet, frame] = await libav.ff_init_decoder('aac');

  async function* pieces() {
    for (let at = 0; at < file.size; ) {
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
