/** What SQLite makes unless told otherwise, and none of our databases tells it. */
export const pageBytes = 4096;

const magic = Buffer.from('SQLite format 3\0', 'latin1');
/** Written and read by WAL, no bytes reserved, and the three fixed shares of a page. */
const ways = Buffer.from([2, 2, 0, 64, 32, 32]);

/** Whether a database begins as all of ours do (https://sqlite.org/fileformat2.html#the_database_header); an empty one may. */
export function isOurHeader(bytes: Buffer): boolean {
  if (bytes.length === 0) return true;
  if (bytes.length < 100) return false;
  // Not yet in WAL mode, and without a table: made, and left in that moment.
  const isYoung = bytes[18] === 1 && bytes[19] === 1;
  return (
    bytes.subarray(0, 16).equals(magic) &&
    bytes.readUInt16BE(16) === pageBytes &&
    (isYoung || bytes.subarray(18, 20).equals(ways.subarray(0, 2))) &&
    bytes.subarray(20, 24).equals(ways.subarray(2)) &&
    [0, 4].includes(bytes.readUInt32BE(44)) &&
    [0, 1].includes(bytes.readUInt32BE(56)) &&
    bytes.readUInt32BE(52) === 0 &&
    bytes.readUInt32BE(64) === 0
  );
}

/** Writes what such a header says, for a file of so many pages. Of what only our own tables know, nothing changes. */
export function mendHeader(bytes: Buffer): void {
  magic.copy(bytes, 0);
  bytes.writeUInt16BE(pageBytes, 16);
  ways.copy(bytes, 18);
  bytes.writeUInt32BE(Math.floor(bytes.length / pageBytes), 28);
  // The length counts only where these two agree.
  bytes.copy(bytes, 92, 24, 28);
  bytes.writeUInt32BE(4, 44);
  bytes.writeUInt32BE(0, 52);
  bytes.writeUInt32BE(1, 56);
  bytes.writeUInt32BE(0, 64);
}
