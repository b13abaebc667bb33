import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { MPEGDecoder } from 'mpg123-decoder';
import { OggOpusDecoder } from 'ogg-opus-decoder';

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
 * beginning of the file. `packet-decoder.ts` decodes AAC and ALAC.
 */
export async function openSoundDecoder(mimeType: string, head: Uint8Array): Promise<SoundDecoder | null> {
  const decoder = newDecoder(mimeType, head);
  await decoder?.ready;
  return decoder;
}

function newDecoder(mimeType: string, head: Uint8Array) {
  switch (mimeType) {
    case 'audio/mpeg':
      return new MPEGDecoder();
    case 'audio/flac':
      return new FLACDecoder();
    case 'audio/ogg': {
      // The first page holds the first header of the codec and nothing else (RFC 3533 §4).
      const firstPage = Buffer.from(head.subarray(0, 64)).toString('latin1');
      if (firstPage.includes('OpusHead')) return new OggOpusDecoder();
      if (firstPage.includes('\x01vorbis')) return new OggVorbisDecoder();
      return firstPage.includes('\x7fFLAC') ? new FLACDecoder() : null;
    }
    default:
      return null;
  }
}
