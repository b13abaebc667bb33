import type { Kysely } from 'kysely';
import type { Failure, Outcome } from '../../protocol/wire/error.ts';
import type { UploadTarget } from '../../protocol/wire/upload.ts';
import { notFound } from '../commands/access.ts';
import { handleCutCreate } from '../commands/cut-create.ts';
import type { CommandContext, Handled } from '../commands/handler.ts';
import { handleVibeCreate } from '../commands/vibe-create.ts';
import type { Database } from '../db/schema.ts';
import { readRole } from '../entities/member.ts';
import { failure } from '../failure.ts';

/** An existing cut, and where it is. */
export type CutPlace = { id: string; vibeId: string; projectId: string };

/** Where an upload may go: its project, and the cut if that exists already. */
export type CheckedTarget = { projectId: string; cut: CutPlace | null };

/** Whether the target exists and this user may add to it. Someone outside the project gets `not-found`. */
export async function checkTarget(
  db: Kysely<Database>,
  userId: string,
  target: UploadTarget,
): Promise<Outcome<CheckedTarget>> {
  const cut = await db
    .selectFrom('cut')
    .select(['id', 'vibeId', 'projectId'])
    .where('id', '=', target.cutId)
    .executeTakeFirst();
  if (target.kind === 'cut') {
    if (!cut || !(await readRole(db, cut.projectId, userId))) return notFound('cut');
    return { ok: true, data: { projectId: cut.projectId, cut } };
  }
  const { projectId, vibe } = target;
  if (!(await readRole(db, projectId, userId))) return notFound('project');
  if (cut) {
    if (cut.projectId !== projectId) return failure('conflict', 'cutId: This id is already in use.');
    return { ok: true, data: { projectId, cut } };
  }
  if ('id' in vibe && !(await hasVibe(db, projectId, vibe.id))) return notFound('vibe');
  return { ok: true, data: { projectId, cut: null } };
}

/**
 * The cut an upload goes into. Makes it if needed, and a vibe of that name if there is none, with the same events and
 * activities as the commands that make them. The target must have been checked in this transaction.
 */
export async function openTarget(
  context: CommandContext,
  target: UploadTarget,
  checked: CheckedTarget,
): Promise<Handled<CutPlace> | Failure> {
  if (checked.cut) return { ok: true, result: checked.cut, events: [] };
  if (target.kind === 'cut') return notFound('cut');
  const { projectId, cutId, cutName, vibe } = target;
  const vibeId = 'id' in vibe ? vibe.id : await findVibe(context.tx, projectId, vibe.name);
  const madeVibe =
    vibeId === undefined && 'name' in vibe
      ? await handleVibeCreate(context, { id: context.newId(), projectId, name: vibe.name })
      : null;
  if (madeVibe && !madeVibe.ok) return madeVibe;
  const place: CutPlace = { id: cutId, vibeId: vibeId ?? madeVibe?.result.id ?? '', projectId };
  const madeCut = await handleCutCreate(context, { id: cutId, vibeId: place.vibeId, name: cutName });
  if (!madeCut.ok) return madeCut;
  return {
    ok: true,
    result: place,
    events: [...(madeVibe?.events ?? []), ...madeCut.events],
    activities: [...(madeVibe?.activities ?? []), ...(madeCut.activities ?? [])],
  };
}

async function hasVibe(db: Kysely<Database>, projectId: string, id: string): Promise<boolean> {
  const query = db.selectFrom('vibe').select('id').where('id', '=', id).where('projectId', '=', projectId);
  return (await query.executeTakeFirst()) !== undefined;
}

/** The first vibe of that name in the project's order. Compared here: SQLite folds only the case of ASCII. */
async function findVibe(db: Kysely<Database>, projectId: string, name: string): Promise<string | undefined> {
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
