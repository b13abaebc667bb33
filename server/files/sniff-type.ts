import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';
import { parseFile } from 'music-metadata';
import { hasAdtsFrames, hasMpegFrames } from '../../audio/audio-frames.ts';
import type { ReadableBytes } from '../../audio/bytes.ts';
import { readTrackKinds } from '../../audio/mp4-boxes.ts';
import type { FileType } from '../../protocol/wire/file.ts';
import type { StoredBytes } from '../storage/stored-bytes.ts';
import { waveTypeOf } from './wave-type.ts';

/** The type of the bytes, whatever the file is called. */
export type SniffedType = { type: FileType; mimeType: string };

const soundInMp4: SniffedType = { type: 'CUT', mimeType: 'audio/mp4' };

const known: Record<string, SniffedType> = {
  aif: { type: 'CUT', mimeType: 'audio/aiff' },
  flac: { type: 'CUT', mimeType: 'audio/flac' },
  mp3: { type: 'CUT', mimeType: 'audio/mpeg' },
  aac: { type: 'CUT', mimeType: 'audio/aac' },
  m4a: soundInMp4,
  ogg: { type: 'CUT', mimeType: 'audio/ogg' },
  oga: { type: 'CUT', mimeType: 'audio/ogg' },
  opus: { type: 'CUT', mimeType: 'audio/ogg' },
  zip: { type: 'STEM', mimeType: 'application/zip' },
  png: { type: 'IMAGE', mimeType: 'image/png' },
  jpg: { type: 'IMAGE', mimeType: 'image/jpeg' },
  webp: { type: 'IMAGE', mimeType: 'image/webp' },
  gif: { type: 'IMAGE', mimeType: 'image/gif' },
};

/** How many bytes of the beginning our own checks look at. */
const headBytes = 8 * 1024;

/**
 * The type of a file by its content, or null for anything but audio, ZIP and images of the kinds above: an executable,
 * a page or an SVG is refused under any name. A file may be made to take long, so only a thread with a deadline calls it.
 */
export async function sniffType(bytes: StoredBytes): Promise<SniffedType | null> {
  const { size } = bytes;
  const head = await readHead(bytes);
  const wave = waveTypeOf(head);
  if (wave) return { type: 'CUT', mimeType: wave };
  const name = (await bytes.withLocalFile((path) => fileTypeFromFile(path)))?.ext;
  switch (name) {
    // The eleven set bits of an MPEG or ADTS frame begin many other things too, so require a second frame after the first.
    case 'mp3':
      return hasMpegFrames(await readAudioStart(bytes, head), size) ? (known.mp3 ?? null) : null;
    case 'aac':
      return hasAdtsFrames(head, size) ? (known.aac ?? null) : null;
    // The brand of an MP4 doesn't say what it contains.
    case 'm4a':
    case 'mp4':
      return (await isOnlyAudio(bytes)) ? (known.m4a ?? null) : null;
    default:
      return (name !== undefined && Object.hasOwn(known, name) && known[name]) || null;
  }
}

/** The type that the first bytes show, for any file. Null if it isn't supported, or only the rest could tell. */
export async function sniffHead(bytes: ReadableBytes): Promise<SniffedType | null> {
  const head = await readHead(bytes);
  const wave = waveTypeOf(head);
  if (wave) return { type: 'CUT', mimeType: wave };
  const name = (await fileTypeFromBuffer(head).catch(() => undefined))?.ext;
  const isCertain =
    name === 'mp3'
      ? hasMpegFrames(await readAudioStart(bytes, head), bytes.size)
      : name !== 'aac' || hasAdtsFrames(head, bytes.size);
  if (name === 'mp4') return (await isSoundByTables(bytes)) ? soundInMp4 : null;
  return (isCertain && name !== undefined && Object.hasOwn(known, name) && known[name]) || null;
}

/** Whether a file that isn't supported is a video, or damaged sound in a container of videos. */
export async function isVideo(bytes: ReadableBytes): Promise<boolean> {
  const type = await fileTypeFromBuffer(await readHead(bytes)).catch(() => undefined);
  return type?.mime.startsWith('video/') === true;
}

async function isSoundByTables(bytes: ReadableBytes): Promise<boolean> {
  const kinds = await readTrackKinds(bytes);
  return kinds.includes('soun') && !kinds.includes('vide');
}

/** The bytes after an ID3v2 tag, or the head itself if there is no tag. */
async function readAudioStart(bytes: ReadableBytes, head: Buffer): Promise<Buffer> {
  if (head.toString('latin1', 0, 3) !== 'ID3' || head.length < 10) return head;
  // Four bytes of seven bits each (ID3v2.4 §6.2).
  const tagBytes = [6, 7, 8, 9].reduce((total, index) => total * 128 + (head[index] ?? 0), 0);
  return readHead(bytes, 10 + tagBytes);
}

async function isOnlyAudio(bytes: StoredBytes): Promise<boolean> {
  try {
    const { format } = await bytes.withLocalFile((path) => parseFile(path, { skipCovers: true }));
    return format.hasAudio === true && format.hasVideo !== true;
  } catch {
    // Nobody could play the audio of a container that can't be read.
    return false;
  }
}

async function readHead(bytes: ReadableBytes, start = 0): Promise<Buffer> {
  return Buffer.from(await bytes.read(start, headBytes));
}
