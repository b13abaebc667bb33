import type { Selectable } from 'kysely';
import type { SongName } from '../../common/song-names/read-song-name.ts';
import { cutNameOfSong, stackKey } from '../../common/song-names/stack-key.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { ActivityDraft, CommandContext, TopicEvent } from '../commands/handler.ts';
import { mergeCuts } from '../commands/merge-cuts.ts';
import type { Database } from '../db/schema.ts';
import { type CutPlace, findCutPlace } from '../entities/cut.ts';
import { olderKeysOf } from './older-titles.ts';
import { songOf, wholeNameOf } from './song-in-name.ts';

type CutRow = Selectable<Database['cut']>;

/** The columns of a cut that decide which bounces become its versions. */
export type Stack = Pick<CutRow, 'title' | 'alternate' | 'stackKey' | 'unsureKey' | 'unsureName'>;

type Found = { cut: CutPlace; events: TopicEvent[]; activities?: ActivityDraft[] };

/** The stack that a file with such a name starts, and the name of its cut. */
export function stackOf(song: SongName, fileName: string): Stack & { name: string } {
  const { title, alternate, isCertain } = song;
  if (isCertain) {
    const sure = { title, alternate, stackKey: stackKey(song), unsureKey: null, unsureName: null };
    return { ...sure, name: cutNameOfSong(song) };
  }
  const whole = wholeNameOf(fileName);
  return {
    ...{ name: whole, title: whole, alternate: null, stackKey: stackKey({ title: whole, alternate: null }) },
    ...{ unsureKey: stackKey(song), unsureName: whole },
  };
}

/**
 * The cut of the project that a file of this song becomes a version of, with the event if the cut's song has become known
 * by it; null if there is none. Cuts of uncertain names become one by it. See docs/decisions/0085 and 0104.
 */
export async function findSongCut(
  context: Pick<CommandContext, 'tx'>,
  projectId: string,
  song: SongName,
  fileName: string,
): Promise<Found | null> {
  const { tx } = context;
  const key = stackKey(song);
  const known =
    (await findByOlderKey(tx, projectId, olderKeysOf(song, fileName))) ??
    (await findByKey(tx, projectId, key)) ??
    (await findMerged(tx, projectId, key));
  if (known) return { cut: known, events: [] };
  const cuts = await tx.selectFrom('cut').selectAll().where('projectId', '=', projectId).execute();
  const read = cuts.map((cut) => ({ cut, song: songOf(cut.name) }));
  const named = read.filter(
    (one) => (one.song.isCertain && stackKey(one.song) === key) || wholeKey(one.cut) === key,
  );
  const [best] = named.map((one) => one.cut).sort((a, b) => byFitness(song, a, b));
  if (best) return learn(context, best, song, best.name);
  if (!song.isCertain) {
    const whole = stackOf(song, fileName).stackKey ?? '';
    const same = (await findByKey(tx, projectId, whole)) ?? cuts.find((cut) => wholeKey(cut) === whole);
    return same ? { cut: same, events: [] } : null;
  }
  const unsure = read.filter(({ cut, song: own }) =>
    cut.stackKey === null ? !own.isCertain && stackKey(own) === key : cut.unsureKey === key,
  );
  const [only, ...others] = unsure.map((one) => one.cut).sort(byAge);
  if (!only) return null;
  const merged = await mergeUntouched(context, only, others);
  if (!merged) return null;
  // The title as the first bounce wrote it: `sunset_groove_FINAL_2` must not rename `Sunset Groove master`.
  const first = songOf(only.name);
  const called = stackKey(first) === key ? first : song;
  const name = only.name === only.unsureName ? cutNameOfSong(called) : only.name;
  const { cut, events } = await learn(context, only, called, name);
  return { cut, events: [...merged.events, ...events], activities: merged.activities };
}

/**
 * Merges cuts of uncertain names into the oldest of them, now that they are known to be of one song. Null if anybody has
 * done something with one of them: then they stay apart, and the page proposes to gather them.
 */
async function mergeUntouched(
  { tx }: Pick<CommandContext, 'tx'>,
  into: CutRow,
  others: readonly CutRow[],
): Promise<Required<Pick<Found, 'events' | 'activities'>> | null> {
  const all = { events: [] as TopicEvent[], activities: [] as ActivityDraft[] };
  if (others.length === 0) return all;
  for (const cut of [into, ...others]) if (!(await isUntouched(tx, cut))) return null;
  for (const cut of others) {
    const { events, activities } = await mergeCuts(tx, cut, into);
    all.events.push(...events);
    all.activities.push(...activities);
  }
  return all;
}

/** Whether the cut is as a bounce made it: not renamed, corrected or commented on. */
async function isUntouched(tx: CommandContext['tx'], { id, name, unsureName }: CutRow): Promise<boolean> {
  if (name !== unsureName) return false;
  const touched = await tx
    .selectFrom('comment')
    .select('id')
    .where('cutId', '=', id)
    .unionAll(tx.selectFrom('cutAlias').select('id').where('cutId', '=', id))
    .unionAll(
      tx
        .selectFrom('file')
        .select('id')
        .where('cutId', '=', id)
        .where((eb) => eb.or([eb('formerCutIds', 'is not', null), eb('order', 'is not', null)])),
    )
    .executeTakeFirst();
  return touched === undefined;
}

/** The vibe that holds another cut of this song, such as its main mix. */
export async function findSongVibe(
  { tx }: Pick<CommandContext, 'tx'>,
  projectId: string,
  song: SongName,
): Promise<string | undefined> {
  const titleKey = (title: string) => stackKey({ title, alternate: null });
  const cuts = await tx
    .selectFrom('cut')
    .select(['vibeId', 'title', 'name'])
    .where('projectId', '=', projectId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  const wanted = titleKey(song.title);
  return cuts.find(({ title, name }) => titleKey(title ?? songOf(name).title) === wanted)?.vibeId;
}

const wholeKey = ({ name }: CutRow) => stackKey({ title: name, alternate: null });

/** The cut that is called like the song, else the newest one, which has its latest bounces. */
function byFitness(song: SongName, a: CutRow, b: CutRow): number {
  const isExact = (cut: CutRow) => stackKey(song) === wholeKey(cut) || cut.name === cutNameOfSong(song);
  if (isExact(a) !== isExact(b)) return isExact(a) ? -1 : 1;
  return a.createdAt + a.id > b.createdAt + b.id ? -1 : 1;
}

const byAge = (a: CutRow, b: CutRow) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1);

async function findByKey(
  tx: CommandContext['tx'],
  projectId: string,
  key: string,
): Promise<CutPlace | undefined> {
  return tx
    .selectFrom('cut')
    .select(['id', 'name', 'vibeId', 'projectId'])
    .where('projectId', '=', projectId)
    .where('stackKey', '=', key)
    .orderBy('createdAt')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

/** The cut that such names led to before more of their words became tags. It keeps the song it was made for. */
async function findByOlderKey(
  tx: CommandContext['tx'],
  projectId: string,
  keys: readonly string[],
): Promise<CutPlace | undefined> {
  if (keys.length === 0) return undefined;
  const cuts = await tx
    .selectFrom('cut')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('stackKey', 'in', keys)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  const aliases = await tx
    .selectFrom('cutAlias')
    .select(['cutId', 'stackKey', 'cut'])
    .where('projectId', '=', projectId)
    .where('stackKey', 'in', keys)
    .execute();
  for (const key of keys) {
    const cut = cuts.find((one) => one.stackKey === key && isSure(one));
    if (cut) return { id: cut.id, name: cut.name, vibeId: cut.vibeId, projectId };
    const merged = aliases.find((one) => one.stackKey === key && isSure(JSON.parse(one.cut)));
    if (merged) return findCutPlace(tx, merged.cutId);
  }
  return undefined;
}

const isSure = ({ unsureKey }: CutRow) => unsureKey === null;

/** Bounces follow their cut into the one it was merged into. */
async function findMerged(
  tx: CommandContext['tx'],
  projectId: string,
  key: string,
): Promise<CutPlace | undefined> {
  const alias = await tx
    .selectFrom('cutAlias')
    .select('cutId')
    .where('projectId', '=', projectId)
    .where('stackKey', '=', key)
    .limit(1)
    .executeTakeFirst();
  return alias && findCutPlace(tx, alias.cutId);
}

/** Lets the cut keep its song, so that it still gets the song's bounces once it has another name. */
async function learn(
  { tx }: Pick<CommandContext, 'tx'>,
  cut: CutRow,
  song: SongName,
  name: string,
): Promise<{ cut: CutPlace; events: TopicEvent[] }> {
  const { id, vibeId, projectId } = cut;
  const place = { id, name, vibeId, projectId };
  if (cut.stackKey !== null && cut.unsureKey === null) return { cut: place, events: [] };
  const { title, alternate } = song;
  const sure = { title, alternate, stackKey: stackKey(song), unsureKey: null, unsureName: null };
  await tx
    .updateTable('cut')
    .set({ name, ...sure })
    .where('id', '=', id)
    .execute();
  const payload = { cutId: id, name, title, ...(alternate !== null && { alternate }) };
  return {
    cut: place,
    events: [{ topic: projectTopic(projectId), event: { name: 'cut:updated', payload } }],
  };
}
