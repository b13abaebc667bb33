/** SQLite's default page size, which all our databases have. */
export const pageBytes = 4096;

const magic = Buffer.from('SQLite format 3\0', 'latin1');
/** Bytes 18 to 23: written and read as WAL, no reserved bytes, and the three fixed payload fractions. */
const fixedBytes = Buffer.from([2, 2, 0, 64, 32, 32]);

/**
 * Whether a database begins as all of ours do (https://sqlite.org/fileformat2.html#the_database_header). SQLite itself
 * doesn't report every damage here: it may take it for the work of a newer version. An empty file counts as ours.
 */
export function isOurHeader(bytes: Buffer): boolean {
  if (bytes.length === 0) return true;
  if (bytes.length < 100) return false;
  // Not yet in WAL mode and without a table: the process died right after creating it.
  const isYoung = bytes[18] === 1 && bytes[19] === 1;
  return (
    bytes.subarray(0, 16).equals(magic) &&
    bytes.readUInt16BE(16) === pageBytes &&
    (isYoung || bytes.subarray(18, 20).equals(fixedBytes.subarray(0, 2))) &&
    bytes.subarray(20, 24).equals(fixedBytes.subarray(2)) &&
    [0, 4].includes(bytes.readUInt32BE(44)) &&
    [0, 1].includes(bytes.readUInt32BE(56)) &&
    bytes.readUInt32BE(52) === 0 &&
    bytes.readUInt32BE(64) === 0
  );
}

/** Writes the values that the header of all our databases has. The fields that depend on the tables stay. */
export function mendHeader(bytes: Buffer): void {
  magic.copy(bytes, 0);
  bytes.writeUInt16BE(pageBytes, 16);
  fixedBytes.copy(bytes, 18);
  bytes.writeUInt32BE(Math.floor(bytes.length / pageBytes), 28);
  // SQLite trusts the length only if these two are equal.
  bytes.copy(bytes, 92, 24, 28);
  bytes.writeUInt32BE(4, 44);
  bytes.writeUInt32BE(0, 52);
  bytes.writeUInt32BE(1, 56);
  bytes.writeUInt32BE(0, 64);
}
