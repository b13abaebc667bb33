import type { Kysely } from 'kysely';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { Dispatcher } from '../commands/dispatcher.ts';
import type { Database } from '../db/schema.ts';
import { readPlacesOfBytes } from '../entities/file.ts';
import type { FigureUse } from './measurements.ts';

/** Keeps the loudness of a sound in its blob's row, and logs it for each file with these bytes, once. */
export function createLoudnessUse(db: Kysely<Database>, dispatcher: Dispatcher): FigureUse {
  return {
    async findUnrecorded(hashes) {
      const rows = await db
        .selectFrom('blob')
        .select('sha256')
        .where('sha256', 'in', hashes)
        .where('loudness', 'is', null)
        .execute();
      return rows.map(({ sha256 }) => sha256);
    },
    record: (sha256, figure) =>
      dispatcher.record(async ({ tx }) => {
        const { loudness } = JSON.parse(new TextDecoder().decode(figure));
        const { numUpdatedRows } = await tx
          .updateTable('blob')
          .set({ loudness: JSON.stringify(loudness) })
          .where('sha256', '=', sha256)
          .where('loudness', 'is', null)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return [];
        const files = await readPlacesOfBytes(tx, sha256);
        return files.map(({ projectId, ...file }) => ({
          topic: projectTopic(projectId),
          event: { name: 'file:measured', payload: { ...file, loudness } },
        }));
      }),
  };
}
