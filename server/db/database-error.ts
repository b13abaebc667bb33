/** The database can't be used. `message` is a sentence for the operator. */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
}
