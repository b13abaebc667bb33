/** SQLite takes 32,766 parameters in a statement: so many rows fit in one of ours. */
const rowsPerStatement = 1000;

/** The rows in portions that fit into one statement each, in order. */
export function chunksOf<Row>(rows: readonly Row[]): Row[][] {
  const chunks: Row[][] = [];
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    chunks.push(rows.slice(start, start + rowsPerStatement));
  }
  return chunks;
}
