/**
 * SQLite's write-ahead log (https://sqlite.org/fileformat2.html#the_write_ahead_log), as far as its damage goes: SQLite
 * takes the first frame whose checksum is wrong for the log's end, and says nothing of what is behind it.
 */
const headerBytes = 32;
const frameHeaderBytes = 24;
const magic = 0x377f0682;

/**
 * Whether what was once safely on disk is behind a frame that is damaged. A power cut leaves one transaction half
 * written, at the end: only where two more were finished behind it, the damage came later.
 */
export function hasLostCommits(log: Buffer): boolean {
  if (log.length <= headerBytes + frameHeaderBytes) return false;
  const frames = framesOf(log);
  const salts = saltsOf(log);
  const sum = checksum(log, isBigEndian(log), 0, headerBytes - 8, [0, 0]);
  const isHeaderGood = (log.readUInt32BE(0) & 0xfffffffe) === magic && isSum(log, headerBytes - 8, sum);
  let commitsBehind = 0;
  let isGood = isHeaderGood;
  for (const { at, end, isCommit } of frames) {
    if (isGood) {
      sumFrame(log, at, end, sum);
      isGood = isSum(log, at + 16, sum) && saltsAt(log, at + 8).equals(salts);
    } else if (isCommit) commitsBehind++;
  }
  return isHeaderGood ? commitsBehind > 1 : frames.some(({ isCommit }) => isCommit);
}

/** Rewrites header and checksums, so that SQLite takes every frame as it is. What is damaged in a page stays so. */
export function mendLog(log: Buffer, pageBytes: number): void {
  if (log.length <= headerBytes + frameHeaderBytes) return;
  const big = isBigEndian(log);
  log.writeUInt32BE(big ? magic + 1 : magic, 0);
  log.writeUInt32BE(3_007_000, 4);
  log.writeUInt32BE(pageBytes, 8);
  const frames = framesOf(log);
  const salts = Buffer.from(saltsOf(log));
  salts.copy(log, 16);
  const sum = checksum(log, big, 0, headerBytes - 8, [0, 0]);
  writeSum(log, headerBytes - 8, sum);
  for (const { at, end } of frames) {
    salts.copy(log, at + 8);
    sumFrame(log, at, end, sum);
    writeSum(log, at + 16, sum);
  }
}

type Frame = { at: number; end: number; isCommit: boolean };
type Sum = [number, number];

/** Up to the last one of the log's present use: what is left of an earlier use behind them has other salts. */
function framesOf(log: Buffer): Frame[] {
  const size = frameHeaderBytes + pageBytesOf(log);
  const salts = saltsOf(log);
  const frames: Frame[] = [];
  let present = 0;
  for (let at = headerBytes; at + size <= log.length; at += size) {
    frames.push({ at, end: at + size, isCommit: log.readUInt32BE(at + 4) > 0 });
    if (saltsAt(log, at + 8).equals(salts)) present = frames.length;
  }
  return frames.slice(0, present);
}

/** Those of the header, unless no frame has them: then it is the header that is damaged. */
function saltsOf(log: Buffer): Buffer {
  const ofHeader = saltsAt(log, 16);
  const size = frameHeaderBytes + pageBytesOf(log);
  for (let at = headerBytes; at + size <= log.length; at += size) {
    if (saltsAt(log, at + 8).equals(ofHeader)) return ofHeader;
  }
  return saltsAt(log, headerBytes + 8);
}

const saltsAt = (log: Buffer, at: number) => log.subarray(at, at + 8);

function pageBytesOf(log: Buffer): number {
  const stated = log.readUInt32BE(8);
  return stated >= 512 && stated <= 65_536 && (stated & (stated - 1)) === 0 ? stated : 4096;
}

const isBigEndian = (log: Buffer) => log.readUInt32BE(0) === magic + 1;

function sumFrame(log: Buffer, at: number, end: number, sum: Sum): void {
  const big = isBigEndian(log);
  checksum(log, big, at, at + 8, sum);
  checksum(log, big, at + frameHeaderBytes, end, sum);
}

/** Goes on with `sum`, and answers it. */
function checksum(log: Buffer, big: boolean, from: number, to: number, sum: Sum): Sum {
  let [one, two] = sum;
  for (let at = from; at < to; at += 8) {
    one = (one + (big ? log.readUInt32BE(at) : log.readUInt32LE(at)) + two) >>> 0;
    two = (two + (big ? log.readUInt32BE(at + 4) : log.readUInt32LE(at + 4)) + one) >>> 0;
  }
  sum[0] = one;
  sum[1] = two;
  return sum;
}

const isSum = (log: Buffer, at: number, [one, two]: Sum) =>
  log.readUInt32BE(at) === one && log.readUInt32BE(at + 4) === two;

function writeSum(log: Buffer, at: number, [one, two]: Sum): void {
  log.writeUInt32BE(one, at);
  log.writeUInt32BE(two, at + 4);
}
