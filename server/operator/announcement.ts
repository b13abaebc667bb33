import type { Kysely } from 'kysely';
import { type Announcement, announcementSchema } from '../../protocol/wire/announcement.ts';
import { record } from '../audit/record.ts';
import type { Database } from '../db/schema.ts';
import type { Operation } from './operation.ts';

const metaKey = 'announcement';

/** The announcement that is shown now, if there is one. */
export async function readAnnouncement(db: Kysely<Database>, now: number): Promise<Announcement | null> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', metaKey).executeTakeFirst();
  if (!row) return null;
  const announcement = announcementSchema.parse(JSON.parse(row.value));
  return announcement.endsAt !== null && Date.parse(announcement.endsAt) <= now ? null : announcement;
}

export const showAnnouncement: Operation<'announcement'> = async ({ db, environment }) => ({
  ok: true,
  data: { announcement: await readAnnouncement(db, environment.clock.now()) },
});

export const announce: Operation<'announce'> = async (context, { text, endsAt }, by) => {
  const { db, environment } = context;
  const at = new Date(environment.clock.now()).toISOString();
  const announcement: Announcement = { id: environment.newId(), text, endsAt, at };
  const value = JSON.stringify(announcement);
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('meta')
      .values({ key: metaKey, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
    await record({ tx, now: at, actor: by }, { kind: 'server.announcement', detail: text });
  });
  context.onAnnounced(announcement);
  return { ok: true, data: { announcement } };
};

export const endAnnouncement: Operation<'end-announcement'> = async (context, _input, by) => {
  const { db, environment } = context;
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('meta').where('key', '=', metaKey).execute();
    const now = new Date(environment.clock.now()).toISOString();
    await record({ tx, now, actor: by }, { kind: 'server.announcement', detail: 'ended' });
  });
  context.onAnnounced(null);
  return { ok: true, data: { announcement: null } };
};
