import { type ReadableBytes, textOf } from '../bytes.ts';

const pieceBytes = 256 * 1024;
/** A page begins with these five bytes; a bit of the next one says that it is the first one of a stream (RFC 3533 §6). */
const capture = 'OggS\0';
const isFirstBit = 2;
/** More than a chain of one file is a flood: the rest is left to the last decoder. */
const mostLinks = 64;

/** The streams of a chain, which follow one another (RFC 3533 §4), each as a file of its own. Reads all of the file. */
export async function readOggLinks(file: ReadableBytes): Promise<ReadableBytes[]> {
  const starts = [0];
  for (let at = 0; at < file.size; at += pieceBytes) {
    const text = textOfPiece(await file.read(at, pieceBytes + capture.length));
    for (let found = text.indexOf(capture); found >= 0; found = text.indexOf(capture, found + 1)) {
      const isFirst = (text.charCodeAt(found + capture.length) & isFirstBit) !== 0;
      if (isFirst && at + found > 0 && starts.length < mostLinks) starts.push(at + found);
    }
  }
  return starts.map((start, index) => partOf(file, start, starts[index + 1] ?? file.size));
}

/** In parts: a function takes so many arguments only. */
function textOfPiece(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += textOf(bytes, at, at + 8192);
  return text;
}

function partOf(file: ReadableBytes, start: number, end: number): ReadableBytes {
  return {
    size: end - start,
    read: (position, length) =>
      file.read(start + position, Math.max(0, Math.min(length, end - start - position))),
  };
}
