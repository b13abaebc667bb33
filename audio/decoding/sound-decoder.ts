import { textOf } from '../bytes.ts';

/** A stretch of sound, one array for each channel, full scale = ±1. Empty while a decoder needs more input. */
export type DecodedSound = { channelData: Float32Array[]; samplesDecoded: number; sampleRate: number };

/** Takes the bytes of a file in order, in pieces of any size; `flush` returns what is left. Free it when done. */
export type SoundDecoder = {
  decode(bytes: Uint8Array): Promise<DecodedSound> | DecodedSound;
  flush?(): Promise<DecodedSound>;
  free(): void;
};

/**
 * The decoder for a compressed file that can be decoded from front to end, or null if there is none. `head` is the
 * beginning of the file. `packet-decoder.ts` decodes AAC and ALAC. Each decoder is loaded when a file needs it. All drop
 * what only prepares them, so all versions of a mix begin at the same moment, whatever their format; an MP3's does not
 * if it is entered in the middle.
 */
export async function openSoundDecoder(
  mimeType: string,
  head: Uint8Array,
  { isWhole }: { isWhole: boolean },
): Promise<SoundDecoder | null> {
  const decoder = await newDecoder(mimeType, head, isWhole);
  await decoder?.ready;
  return decoder;
}

async function newDecoder(mimeType: string, head: Uint8Array, isWhole: boolean) {
  // The first page of an Ogg file holds the first header of the codec and nothing else (RFC 3533 §4).
  const firstPage = mimeType === 'audio/ogg' ? textOf(head.subarray(0, 64)) : '';
  if (mimeType === 'audio/mpeg') {
    const { MPEGDecoder } = await import('mpg123-decoder');
    return new MPEGDecoder({ enableGapless: isWhole });
  }
  if (mimeType === 'audio/flac' || firstPage.includes('\x7fFLAC')) {
    const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
    return new FLACDecoder();
  }
  if (firstPage.includes('OpusHead')) {
    const { OggOpusDecoder } = await import('ogg-opus-decoder');
    return new OggOpusDecoder();
  }
  if (firstPage.includes('\x01vorbis')) {
    const { OggVorbisDecoder } = await import('@wasm-audio-decoders/ogg-vorbis');
    return new OggVorbisDecoder();
  }
  return null;
}
