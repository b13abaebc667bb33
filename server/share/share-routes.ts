import { Router } from 'express';
import type { Kysely, Transaction } from 'kysely';
import type { Failure } from '../../protocol/wire/error.ts';
import { type CreatedShare, shareCreateSchema } from '../../protocol/wire/share.ts';
import { record } from '../audit/record.ts';
import { clientAddress } from '../auth/client-address.ts';
import type { PasswordGuard } from '../auth/password-guard.ts';
import { notFound, refuse, refuseUnlessOwn } from '../commands/access.ts';
import type { Actor } from '../commands/handler.ts';
import { refuseIfFull } from '../commands/limits.ts';
import type { ServerContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { parseInput } from '../failure.ts';
import { sendFailure, sendRateLimited } from '../http/answer.ts';
import { signedIn } from '../http/signed-in.ts';
import { createShare, readShares } from './shares.ts';

/** Members create, list and revoke links to files. `shared-routes.ts` serves the files behind the links. */
export function createShareRoutes(context: ServerContext, passwords: PasswordGuard): Router {
  const { db } = context;
  const router = Router();

  async function recordShare(
    tx: Transaction<Database>,
    actor: Actor,
    kind: 'share.made' | 'share.revoked',
    id: string,
  ): Promise<void> {
    const { name, projectId } = await tx
      .selectFrom('share')
      .innerJoin('file', 'file.id', 'share.fileId')
      .select(['file.name', 'file.projectId'])
      .where('share.id', '=', id)
      .executeTakeFirstOrThrow();
    const now = new Date(context.environment.clock.now()).toISOString();
    await record({ tx, now, actor }, { kind, subject: { id, name }, projectId });
  }

  router.post(
    '/api/files/:id/share',
    signedIn(context, async (actor, request, response) => {
      const fileId = String(request.params.id);
      const input = parseInput(shareCreateSchema, request.body ?? {});
      if (!input.ok) return sendFailure(response, input);
      const { expiresInDays, password } = input.data;
      let passwordHash: string | null = null;
      if (password !== undefined) {
        const hashed = await passwords.hash(clientAddress(request), password);
        if (hashed.kind === 'wait') {
          return sendRateLimited(response, hashed.seconds, 'The server is busy. Try again.');
        }
        passwordHash = hashed.result;
      }
      // Checked after hashing, in the transaction that adds the link: the membership may have ended meanwhile.
      const made = await db.transaction().execute(async (tx) => {
        const refusal = await refuseFile(tx, fileId, actor, 'share.create');
        if (refusal) return refusal;
        const full = await refuseIfFull(tx, 'sharesOfFile', fileId);
        if (full) return full;
        const asked = { fileId, createdBy: actor.id, expiresInDays, passwordHash };
        const share = await createShare(tx, context.environment, asked);
        await recordShare(tx, actor, 'share.made', share.id);
        return { ok: true as const, data: share };
      });
      if (!made.ok) return sendFailure(response, made);
      const shareUrl = `${context.publicUrl()}/share/${made.data.token}`;
      response.status(201).json({ ...made.data, shareUrl } satisfies CreatedShare);
    }),
  );

  router.get(
    '/api/files/:id/shares',
    signedIn(context, async (actor, request, response) => {
      const fileId = String(request.params.id);
      const refusal = await refuseFile(db, fileId, actor, 'share.list');
      if (refusal) return sendFailure(response, refusal);
      response.json(await readShares(db, context.environment.clock, fileId));
    }),
  );

  router.delete(
    '/api/shares/:id',
    signedIn(context, async (actor, request, response) => {
      const id = String(request.params.id);
      const refusal = await db.transaction().execute(async (tx) => {
        const share = await tx
          .selectFrom('share')
          .innerJoin('file', 'file.id', 'share.fileId')
          .select(['share.createdBy', 'file.projectId'])
          .where('share.id', '=', id)
          .executeTakeFirst();
        if (!share) return notFound('share');
        const refused = await refuseUnlessOwn({ tx, actor }, share.projectId, share.createdBy, 'share');
        if (refused) return refused;
        await recordShare(tx, actor, 'share.revoked', id);
        await tx.deleteFrom('share').where('id', '=', id).execute();
        return null;
      });
      if (refusal) sendFailure(response, refusal);
      else response.json({});
    }),
  );
  return router;
}

async function refuseFile(
  tx: Kysely<Database>,
  fileId: string,
  actor: { id: string },
  permission: 'share.create' | 'share.list',
): Promise<Failure | null> {
  const file = await tx.selectFrom('file').select('projectId').where('id', '=', fileId).executeTakeFirst();
  return file ? refuse({ tx, actor }, file.projectId, permission, 'file') : notFound('file');
}
