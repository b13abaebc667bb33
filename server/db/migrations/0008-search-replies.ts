import { type Kysely, sql } from 'kysely';

/** Lets search find replies. Triggers keep them in the index like everything else (0005). */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  const entryOf = (row: string) => `'reply', ${row}.id,
    (select cut.projectId from comment join cut on cut.id = comment.cutId where comment.id = ${row}.commentId),
    '', ${row}.text`;
  const into = 'insert into searchEntry (type, id, projectId, name, text)';
  await run(`${into} select ${entryOf('reply')} from reply`);
  await run(`create trigger replyInsertedForSearch after insert on reply begin
    ${into} values (${entryOf('new')}); end`);
  await run(`create trigger replyUpdatedForSearch after update on reply begin
    update searchEntry set text = new.text where type = 'reply' and id = new.id and text <> new.text; end`);
  await run(`create trigger replyDeletedForSearch after delete on reply begin
    delete from searchEntry where type = 'reply' and id = old.id; end`);
}
