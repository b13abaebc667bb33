import { type Kysely, sql } from 'kysely';

const run = (db: Kysely<unknown>, text: string) => sql.raw(text).execute(db);

/** Everything that search can find, by table: the SQL of its row in `searchEntry`, `new` being its own row. */
const sources = [
  { type: 'project', projectId: 'new.id', name: 'new.name', text: `coalesce(new.description, '')` },
  { type: 'vibe', projectId: 'new."projectId"', name: 'new.name', text: `''` },
  { type: 'cut', projectId: 'new."projectId"', name: 'new.name', text: `''` },
  { type: 'file', projectId: 'new."projectId"', name: 'new.name', text: `''` },
  {
    type: 'comment',
    projectId: '(select cut."projectId" from cut where cut.id = new."cutId")',
    name: `''`,
    text: 'new.text',
  },
];

/**
 * The folded words of a text, a space before and after each: as `search-query.ts` folds and splits them, so that both
 * databases find the same. Letters with accents are taken apart, and case is that of Unicode.
 */
const wordsFunction = String.raw`create function "searchWords"(given text) returns text
  language sql immutable strict parallel safe as $$
    select ' ' || btrim(regexp_replace(
      regexp_replace(lower(normalize(given, NFD) collate "und-x-icu"), '[\u0300-\u0331]', '', 'g') collate "und-x-icu",
      '[^[:alnum:]\uE000-\uF8FF]+', ' ', 'g')) || ' '
  $$`;

/** The same table and triggers as on SQLite. In place of FTS5's index each entry has its words, folded. */
export async function makeIndex(db: Kysely<unknown>): Promise<void> {
  await run(db, wordsFunction);
  await db.schema
    .createTable('searchEntry')
    .addColumn('number', 'bigint', (c) => c.generatedByDefaultAsIdentity().primaryKey())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('projectId', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('nameWords', 'text', (c) => c.generatedAlwaysAs(sql`"searchWords"(name)`).stored())
    .addColumn('textWords', 'text', (c) => c.generatedAlwaysAs(sql`"searchWords"("text")`).stored())
    .addUniqueConstraint('search_entry_thing', ['type', 'id'])
    .execute();
  await db.schema.createIndex('searchEntryProject').on('searchEntry').column('projectId').execute();
  await run(
    db,
    `create function "forgetForSearch"() returns trigger language plpgsql as $$ begin
      delete from "searchEntry" where type = tg_argv[0] and id = old.id; return null; end $$`,
  );
  for (const source of sources) await addSource(db, source.type, source);
}

export async function addReplies(db: Kysely<unknown>): Promise<void> {
  const projectId = `(select cut."projectId" from comment join cut on cut.id = comment."cutId"
    where comment.id = new."commentId")`;
  await addSource(db, 'reply', { type: 'reply', projectId, name: `''`, text: 'new.text' });
}

export async function addMessages(db: Kysely<unknown>): Promise<void> {
  await addSource(db, 'roomMessage', {
    ...{ type: 'message', projectId: 'new."projectId"', name: `''`, text: 'new.text' },
  });
}

async function addSource(
  db: Kysely<unknown>,
  table: string,
  { type, projectId, name, text }: (typeof sources)[number],
): Promise<void> {
  await run(
    db,
    `create function "${table}ForSearch"() returns trigger language plpgsql as $$ begin
      if tg_op = 'INSERT' then
        insert into "searchEntry" (type, id, "projectId", name, text)
          values ('${type}', new.id, ${projectId}, ${name}, ${text});
      else
        update "searchEntry" set name = ${name}, text = ${text} where type = '${type}' and id = new.id
          and (name <> ${name} or text <> ${text});
      end if;
      return null; end $$`,
  );
  await run(
    db,
    `create trigger "${table}KeptForSearch" after insert or update on "${table}"
      for each row execute function "${table}ForSearch"()`,
  );
  await run(
    db,
    `create trigger "${table}DeletedForSearch" after delete on "${table}"
      for each row execute function "forgetForSearch"('${type}')`,
  );
}
