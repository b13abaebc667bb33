/** SQLite takes 32,766 parameters in a statement, which is enough for this many of our rows. */
const rowsPerStatement = 1000;

/** The rows in chunks that each fit into one statement, in order. */
export function chunksOf<Row>(rows: readonly Row[]): Row[][] {
  const chunks: Row[][] = [];
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    chunks.push(rows.slice(start, start + rowsPerStatement));
  }
  return chunks;
}
