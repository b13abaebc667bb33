import type { Dispatcher } from '../commands/dispatcher.ts';
import { chunksOf } from '../db/chunks.ts';
import { readPairs, type VersionPair } from './version-pairs.ts';

export const nameOf = ({ version, before }: VersionPair) => `${version.id} ${before.id}`;

/** Remembers the versions of a cut about which no start needs to ask. `incomparable`: pairs without a difference for ever. */
export async function markCompared(
  dispatcher: Pick<Dispatcher, 'record'>,
  cutId: string,
  incomparable: ReadonlySet<string>,
): Promise<void> {
  await dispatcher.record(async ({ tx }) => {
    const { versions, missing } = await readPairs(tx, cutId);
    const open = missing.filter((pair) => !incomparable.has(nameOf(pair)));
    const waiting = new Set(open.map(({ version }) => version.id));
    const done = versions.filter(({ id, compared }) => compared === null && !waiting.has(id));
    for (const chunk of chunksOf(done)) {
      const ids = chunk.map(({ id }) => id);
      await tx.updateTable('file').set({ compared: 1 }).where('id', 'in', ids).execute();
    }
    return [];
  });
}
