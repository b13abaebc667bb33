import { type Request, type Response, Router } from 'express';
import type { Kysely, Transaction } from 'kysely';
import type { Permission } from '../../commands/roles.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import { type CreatedShare, shareCreateSchema, shareUpdateSchema } from '../../protocol/wire/share.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { clientAddress } from '../auth/client-address.ts';
import type { PasswordGuard } from '../auth/password-guard.ts';
import { type Noun, notFound, refuse, refuseUnlessOwn } from '../commands/access.ts';
import type { Actor } from '../commands/handler.ts';
import { refuseIfFull } from '../commands/limits.ts';
import type { ServerContext } from '../context.ts';
import { alone } from '../db/alone.ts';
import type { Database } from '../db/schema.ts';
import { findCutPlace } from '../entities/cut.ts';
import { parseInput } from '../failure.ts';
import { sendFailure, sendRateLimited } from '../http/answer.ts';
import { signedIn } from '../http/signed-in.ts';
import { createShare, readShares, type ShareTarget } from './shares.ts';

const nothing = { fileId: null, cutId: null, vibeId: null };

/** The things that a link can lead to, by the path of their routes. */
type Kind = { noun: Noun; permission: Permission; find: Find };
type Find = (db: Kysely<Database>, id: string) => Promise<ShareTarget | undefined>;

const kinds: Record<'files' | 'cuts' | 'vibes' | 'projects', Kind> = {
  files: {
    ...{ noun: 'file', permission: 'share.create' },
    async find(db, fileId) {
      const file = await db
        .selectFrom('file')
        .select('projectId')
        .where('id', '=', fileId)
        .executeTakeFirst();
      return file && { ...nothing, projectId: file.projectId, fileId };
    },
  },
  cuts: {
    ...{ noun: 'cut', permission: 'share.create' },
    async find(db, id) {
      const cut = await findCutPlace(db, id);
      return cut && { ...nothing, projectId: cut.projectId, cutId: cut.id };
    },
  },
  vibes: {
    ...{ noun: 'vibe', permission: 'share.create' },
    async find(db, vibeId) {
      const vibe = await db
        .selectFrom('vibe')
        .select('projectId')
        .where('id', '=', vibeId)
        .executeTakeFirst();
      return vibe && { ...nothing, projectId: vibe.projectId, vibeId };
    },
  },
  projects: {
    ...{ noun: 'project', permission: 'share.createOfProject' },
    find: async (_db, projectId) => ({ ...nothing, projectId }),
  },
};

async function findTarget(
  db: Kysely<Database>,
  { noun, find }: Kind,
  id: string,
  actor: Actor,
  permission: Permission,
): Promise<{ ok: true; target: ShareTarget } | Failure> {
  const target = await find(db, id);
  if (!target) return notFound(noun);
  const refusal = await refuse({ tx: db, actor }, target.projectId, permission, noun);
  return refusal ?? { ok: true, target };
}

type ChangeKind = 'share.made' | 'share.changed' | 'share.revoked';

/** Members create, list, change and revoke links. `shared-content-routes.ts` serves what is behind them. */
export function createShareLinkRoutes(context: ServerContext, passwords: PasswordGuard): Router {
  const { db, environment } = context;
  const router = Router();

  async function recordShare(
    tx: Transaction<Database>,
    actor: Actor,
    kind: ChangeKind,
    id: string,
  ): Promise<void> {
    const { name, projectId } = await tx
      .selectFrom('share')
      .innerJoin('project', 'project.id', 'share.projectId')
      .leftJoin('file', 'file.id', 'share.fileId')
      .leftJoin('cut', 'cut.id', 'share.cutId')
      .leftJoin('vibe', 'vibe.id', 'share.vibeId')
      .select((eb) => eb.fn.coalesce('file.name', 'cut.name', 'vibe.name', 'project.name').as('name'))
      .select('share.projectId')
      .where('share.id', '=', id)
      .executeTakeFirstOrThrow();
    const now = new Date(environment.clock.now()).toISOString();
    await record({ tx, now, actor }, { kind, subject: { id, name }, projectId });
  }

  const create = (kind: Kind) => async (actor: Actor, request: Request, response: Response) => {
    const input = parseInput(shareCreateSchema, request.body ?? {});
    if (!input.ok) return sendFailure(response, input);
    const { password, ...settings } = input.data;
    let passwordHash: string | null = null;
    if (password !== undefined) {
      const hashed = await passwords.hash(clientAddress(request), password);
      if (hashed.kind === 'wait') {
        return sendRateLimited(response, hashed.seconds, 'The server is busy. Try again.');
      }
      passwordHash = hashed.result;
    }
    const find = (tx: Kysely<Database>) =>
      findTarget(tx, kind, String(request.params.id), actor, kind.permission);
    const first = await find(db);
    if (!first.ok) return sendFailure(response, first);
    // Checked again where the project doesn't change: the membership, or the thing itself, may have ended meanwhile.
    const made = await alone(db, [projectTopic(first.target.projectId)], async (tx) => {
      const found = await find(tx);
      if (!found.ok) return found;
      const { fileId, projectId } = found.target;
      const full =
        (fileId === null ? null : await refuseIfFull(tx, 'sharesOfFile', fileId)) ??
        (await refuseIfFull(tx, 'sharesOfProject', projectId));
      if (full) return full;
      const asked = { ...found.target, ...settings, createdBy: actor.id, passwordHash };
      const share = await createShare(tx, environment, asked);
      await recordShare(tx, actor, 'share.made', share.id);
      return { ok: true as const, data: share };
    });
    if (!made.ok) return sendFailure(response, made);
    const shareUrl = `${context.publicUrl()}/share/${made.data.token}`;
    response.status(201).json({ ...made.data, shareUrl } satisfies CreatedShare);
  };

  for (const [path, kind] of Object.entries(kinds))
    router.post(`/api/${path}/:id/share`, signedIn(context, create(kind)));

  for (const path of ['files', 'projects'] as const)
    router.get(
      `/api/${path}/:id/shares`,
      signedIn(context, async (actor, request, response) => {
        const found = await findTarget(db, kinds[path], String(request.params.id), actor, 'share.list');
        if (!found.ok) return sendFailure(response, found);
        const { fileId, projectId } = found.target;
        const where = fileId === null ? { projectId } : { fileId };
        response.json(await readShares(db, environment.clock, where));
      }),
    );

  router.patch(
    '/api/shares/:id',
    signedIn(context, async (actor, request, response) => {
      const id = String(request.params.id);
      const input = parseInput(shareUpdateSchema, request.body ?? {});
      if (!input.ok) return sendFailure(response, input);
      const { comments, mayDownload } = input.data;
      const values = {
        ...(comments !== undefined && { comments }),
        ...(mayDownload !== undefined && { mayDownload: mayDownload ? 1 : 0 }),
      };
      const refusal = await db.transaction().execute((tx) =>
        changeOwn({ tx, actor }, id, async () => {
          if (Object.keys(values).length === 0) return;
          await tx.updateTable('share').set(values).where('id', '=', id).execute();
          await recordShare(tx, actor, 'share.changed', id);
        }),
      );
      if (refusal) sendFailure(response, refusal);
      else response.json({});
    }),
  );

  router.delete(
    '/api/shares/:id',
    signedIn(context, async (actor, request, response) => {
      const id = String(request.params.id);
      const refusal = await db.transaction().execute((tx) =>
        changeOwn({ tx, actor }, id, async () => {
          await recordShare(tx, actor, 'share.revoked', id);
          await tx.deleteFrom('share').where('id', '=', id).execute();
        }),
      );
      if (refusal) sendFailure(response, refusal);
      else response.json({});
    }),
  );
  return router;
}

/** Changes a link of the actor’s own, or of anybody if the actor is an admin. */
async function changeOwn(
  context: { tx: Transaction<Database>; actor: Actor },
  id: string,
  apply: () => Promise<unknown>,
): Promise<Failure | null> {
  const share = await context.tx
    .selectFrom('share')
    .select(['createdBy', 'projectId'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!share) return notFound('share');
  const refused = await refuseUnlessOwn(context, share.projectId, share.createdBy, 'share');
  if (!refused) await apply();
  return refused;
}
