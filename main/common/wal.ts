import { pageBytes } from './sqlite-header.ts';

/**
 * SQLite's write-ahead log (https://sqlite.org/fileformat2.html#the_write_ahead_log), read without its checksums: SQLite
 * takes the first frame with a wrong checksum for the end of the log and reports nothing, whatever comes after it.
 */
export type LogFrame = {
  /** The page's number, from 1. */
  page: number;
  bytes: Buffer;
  /** Whether a transaction ends here. */
  isCommit: boolean;
};

const headerBytes = 32;
const frameHeaderBytes = 24;
const magic = 0x377f0682;
const version = 3_007_000;

/** The frames of the log's present use, in order. Frames left from an earlier use come after them and have other salts. */
export function framesOf(log: Buffer): LogFrame[] {
  const salts = saltsOf(log);
  const frames: LogFrame[] = [];
  let present = 0;
  for (
    let at = headerBytes;
    at + frameHeaderBytes + pageBytes <= log.length;
    at += frameHeaderBytes + pageBytes
  ) {
    const bytes = log.subarray(at + frameHeaderBytes, at + frameHeaderBytes + pageBytes);
    frames.push({ page: log.readUInt32BE(at), bytes, isCommit: log.readUInt32BE(at + 4) > 0 });
    if (saltsAt(log, at + 8).equals(salts)) present = frames.length;
  }
  return frames.slice(0, present);
}

/**
 * Whether transactions that were safely on disk come after the frames that SQLite reads. A power cut leaves at most one
 * transaction half written, at the end; more than one means that the log was damaged later.
 */
export function hasLostCommits(log: Buffer, framesRead: number): boolean {
  const lost = framesOf(log)
    .slice(framesRead)
    .filter(({ isCommit }) => isCommit).length;
  return lost > (framesRead > 0 || isHeaderSound(log) ? 1 : 0);
}

/** Puts the pages of every finished transaction into a database. Returns it, longer if the log made it grow. */
export function replayLog(database: Buffer, log: Buffer): Buffer {
  const all = framesOf(log);
  const frames = all.slice(0, all.findLastIndex(({ isCommit }) => isCommit) + 1);
  // A page number far beyond the end is damaged itself.
  const largest = database.length / pageBytes + frames.length;
  const sound = frames.filter(({ page }) => page > 0 && page <= largest);
  const pages = sound.reduce((most, { page }) => Math.max(most, page), database.length / pageBytes);
  const result = Buffer.alloc(pages * pageBytes);
  database.copy(result);
  for (const { page, bytes } of sound) bytes.copy(result, (page - 1) * pageBytes);
  return result;
}

function isHeaderSound(log: Buffer): boolean {
  return (
    (log.readUInt32BE(0) & 0xfffffffe) === magic &&
    log.readUInt32BE(4) === version &&
    log.readUInt32BE(8) === pageBytes &&
    saltsAt(log, 16).equals(saltsAt(log, headerBytes + 8))
  );
}

/** The salts of the header, unless no frame has them: then the header is damaged. */
function saltsOf(log: Buffer): Buffer {
  const ofHeader = saltsAt(log, 16);
  for (
    let at = headerBytes;
    at + frameHeaderBytes + pageBytes <= log.length;
    at += frameHeaderBytes + pageBytes
  ) {
    if (saltsAt(log, at + 8).equals(ofHeader)) return ofHeader;
  }
  return saltsAt(log, headerBytes + 8);
}

const saltsAt = (log: Buffer, at: number) => log.subarray(at, at + 8);
