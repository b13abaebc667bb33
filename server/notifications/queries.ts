import type { Kysely } from 'kysely';
import { prepared } from '../db/prepared.ts';
import type { Database } from '../db/schema.ts';

/** An activity, by the ids in its link. */
type Concerned = { projectId: string; actorId: string; cutId: string; fileId: string; commentId: string };

const others = (db: Kysely<Database>, { projectId, actorId }: Pick<Concerned, 'projectId' | 'actorId'>) =>
  db.selectFrom('member').select('userId').where('projectId', '=', projectId).where('userId', '!=', actorId);

/** The members to notify, by audience. Of `everyone`, not more than `most`. */
export const recipients = {
  everyone: prepared((db, given: Pick<Concerned, 'projectId' | 'actorId'> & { most: number }) =>
    others(db, given).limit(given.most),
  ),
  makers: prepared((db, given: Concerned) => {
    const { cutId } = given;
    const makers = db
      .selectFrom('cut')
      .select('createdBy as id')
      .where('id', '=', cutId)
      .unionAll(db.selectFrom('file').select('uploadedBy as id').where('cutId', '=', cutId));
    return others(db, given).where('userId', 'in', makers);
  }),
  thread: prepared((db, given: Concerned) => {
    const { commentId } = given;
    const writers = db
      .selectFrom('comment')
      .select('createdBy as id')
      .where('id', '=', commentId)
      .unionAll(db.selectFrom('reply').select('createdBy as id').where('commentId', '=', commentId));
    return others(db, given).where('userId', 'in', writers);
  }),
  uploader: prepared((db, given: Concerned) => {
    const uploader = db.selectFrom('file').select('uploadedBy as id').where('id', '=', given.fileId);
    return others(db, given).where('userId', 'in', uploader);
  }),
};

const nameIn = (table: 'project' | 'cut') =>
  prepared((db, { id }: { id: string }) => db.selectFrom(table).select('name').where('id', '=', id));

export const names = { project: nameIn('project'), cut: nameIn('cut') };

export const commentMoments = prepared((db, { id }: { id: string }) =>
  db.selectFrom('comment').select('timestamp').where('id', '=', id),
);
