import type { Kysely } from 'kysely';
import type { SongName } from '../../common/song-names/read-song-name.ts';
import type { Failure, Outcome } from '../../protocol/wire/error.ts';
import type { UploadTarget } from '../../protocol/wire/upload.ts';
import { notFound, refuse } from '../commands/access.ts';
import { createCut } from '../commands/cut-create.ts';
import type { CommandContext, Handled } from '../commands/handler.ts';
import { handleVibeCreate } from '../commands/vibe-create.ts';
import type { Database } from '../db/schema.ts';
import { isOfDeletedCut } from '../deleted/deleted-cuts.ts';
import { type CutPlace, findCutPlace } from '../entities/cut.ts';
import { failure } from '../failure.ts';
import { findSongCut, findSongVibe, stackOf } from './song-cut.ts';

/** Where an upload may go: its project, and the cut if that is known already. */
export type CheckedTarget = { projectId: string; cut: CutPlace | null };

/**
 * Whether the target exists and this user may add to it. Someone outside the project gets `not-found`. The id of a merged
 * cut means the one it was merged into, so an upload that was reserved for it arrives. The id of a deleted cut means a
 * new one, so that the two stay apart if the deleted one is restored.
 */
export async function checkTarget(
  db: Kysely<Database>,
  userId: string,
  target: UploadTarget,
): Promise<Outcome<CheckedTarget>> {
  const refuseIn = (projectId: string, noun: 'cut' | 'project') =>
    refuse({ tx: db, actor: { id: userId } }, projectId, 'file.upload', noun);
  const cut = (await findCutPlace(db, target.cutId)) ?? (await findSuccessor(db, target));
  if (target.kind === 'cut') {
    if (!cut) return notFound('cut');
    const refusal = await refuseIn(cut.projectId, 'cut');
    return refusal ?? { ok: true, data: { projectId: cut.projectId, cut } };
  }
  const { projectId, vibe } = target;
  const refusal = await refuseIn(projectId, 'project');
  if (refusal) return refusal;
  if (cut) {
    if (cut.projectId !== projectId) return failure('conflict', 'cutId: This id is already in use.');
    return { ok: true, data: { projectId, cut } };
  }
  const needsVibe = target.kind === 'new-cut' && vibe && 'id' in vibe;
  if (needsVibe && !(await hasVibe(db, projectId, vibe.id))) return notFound('vibe');
  return { ok: true, data: { projectId, cut: null } };
}

/** The name of an upload's file and what it says. */
export type NamedUpload = { fileName: string; song: SongName };

/**
 * The cut an upload goes into. Makes it if needed, and a vibe of that name if there is none, with the same events and
 * activities as the commands that make them. The target must have been checked in this transaction.
 */
export async function openTarget(
  context: CommandContext,
  target: UploadTarget,
  checked: CheckedTarget,
  { fileName, song }: NamedUpload,
): Promise<Handled<CutPlace> | Failure> {
  if (target.kind === 'song') {
    const found = await findSongCut(context, target.projectId, song, fileName);
    if (found) return { ok: true, ...found, result: found.cut };
  }
  if (checked.cut) return { ok: true, result: checked.cut, events: [] };
  if (target.kind === 'cut') return notFound('cut');
  const { projectId } = target;
  const id = await idOfNewCut(context, target.cutId);
  const vibe = await openVibe(context, target, song);
  if (!vibe.ok) return vibe;
  const vibeId = vibe.result;
  const madeCut =
    target.kind === 'song'
      ? await createCut(context, { id, vibeId, ...stackOf(song, fileName) })
      : await createCut(context, { id, vibeId, name: target.cutName });
  if (!madeCut.ok) return madeCut;
  return {
    ok: true,
    result: { id, name: madeCut.result.name, vibeId, projectId },
    events: [...vibe.events, ...madeCut.events],
    activities: [...(vibe.activities ?? []), ...(madeCut.activities ?? [])],
  };
}

/** The cut that was made for earlier uploads which still named this deleted one. */
async function findSuccessor(db: Kysely<Database>, target: UploadTarget): Promise<CutPlace | undefined> {
  if (target.kind === 'cut') return undefined;
  const deleted = await db
    .selectFrom('deletedCut')
    .select('successorId')
    .where('id', '=', target.cutId)
    .executeTakeFirst();
  return deleted?.successorId ? findCutPlace(db, deleted.successorId) : undefined;
}

/** The wanted id, or a new one if a deleted cut may come back under that id. */
async function idOfNewCut({ tx, newId }: CommandContext, wanted: string): Promise<string> {
  if (!(await isOfDeletedCut(tx, wanted))) return wanted;
  const successorId = newId();
  await tx.updateTable('deletedCut').set({ successorId }).where('id', '=', wanted).execute();
  return successorId;
}

/** The vibe that a new cut goes into: the wanted one; without one, or if a song's is gone, the one of the song. */
async function openVibe(
  context: CommandContext,
  { projectId, vibe }: Exclude<UploadTarget, { kind: 'cut' }>,
  song: SongName,
): Promise<Handled<string> | Failure> {
  if (vibe && 'id' in vibe && (await hasVibe(context.tx, projectId, vibe.id))) {
    return { ok: true, result: vibe.id, events: [] };
  }
  const wanted = vibe && 'name' in vibe ? vibe.name : null;
  const name = wanted ?? song.title;
  const known =
    (wanted === null ? await findSongVibe(context, projectId, song) : undefined) ??
    (await findVibe(context.tx, projectId, name));
  if (known !== undefined) return { ok: true, result: known, events: [] };
  const made = await handleVibeCreate(context, { id: context.newId(), projectId, name });
  return made.ok ? { ...made, result: made.result.id } : made;
}

async function hasVibe(db: Kysely<Database>, projectId: string, id: string): Promise<boolean> {
  const query = db.selectFrom('vibe').select('id').where('id', '=', id).where('projectId', '=', projectId);
  return (await query.executeTakeFirst()) !== undefined;
}

/** The first vibe of that name in the project's order. Compared here: SQLite folds only the case of ASCII. */
export async function findVibe(
  db: Kysely<Database>,
  projectId: string,
  name: string,
): Promise<string | undefined> {
  const vibes = await db
    .selectFrom('vibe')
    .select(['id', 'name'])
    .where('projectId', '=', projectId)
    .orderBy('rank')
    .orderBy('id')
    .execute();
  return vibes.find((vibe) => foldName(vibe.name) === foldName(name))?.id;
}

function foldName(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}
