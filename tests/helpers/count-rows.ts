import type { TestServer } from './server.ts';

/** A server measures sounds later, on its own, and takes turns with other nodes. */
const later = "where name not in ('file:measured', 'file:compared', 'file:copied')";

/** Rows about the moment, or about blobs that are put before anything refers to them. */
const bookkeeping = new Set(['lease', 'sweepCandidate', 'differenceSidecar']);

/** The number of rows of each table but those in `passing`, without what the server does later. */
export function countRows({ database }: TestServer, passing: ReadonlySet<string>): Promise<string[]> {
  const count = (name: string) =>
    `select '${name} ' || count(*) from "${name}" ${name === 'event' ? later : ''}`;
  const isCounted = (name: string) => !bookkeeping.has(name) && !passing.has(name);
  return database
    .names()
    .then((names) => database.values(names.filter(isCounted).map(count).join(' union all ')));
}
