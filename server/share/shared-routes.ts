import { type Request, type Response, Router } from 'express';
import { type SharedFile, shareUnlockSchema } from '../../protocol/wire/share.ts';
import { sendStream } from '../audio/send-stream.ts';
import { figures, sendFigure } from '../audio/sound-routes.ts';
import type { AuditKind } from '../audit/audit-kinds.ts';
import { anyone } from '../audit/record.ts';
import { senderOf } from '../audit/sender.ts';
import { clientAddress } from '../auth/client-address.ts';
import type { PasswordGuard } from '../auth/password-guard.ts';
import type { ServerContext } from '../context.ts';
import type { Copies } from '../copies/copies.ts';
import { sendCopy } from '../copies/copy-routes.ts';
import { failure, parseInput } from '../failure.ts';
import { sendBlob } from '../files/send-blob.ts';
import { sendFailure, sendRateLimited } from '../http/answer.ts';
import { strangerJson } from '../http/body.ts';
import type { Measurements } from '../measurements/measurements.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { hasSharePass, sharePass } from './share-pass.ts';
import { findShared, type Shared } from './shares.ts';

const unknownLink = failure('not-found', 'This link doesn’t work. It may have expired or been revoked.');
const locked = failure('unauthorised', 'This link needs a password.');

/** The routes for everyone with a link, signed in or not: see what it is, unlock it, hear the file and download it. */
export function createSharedRoutes(
  { db, environment: { clock }, audit }: Pick<ServerContext, 'db' | 'environment' | 'audit'>,
  parts: {
    blobs: BlobStore;
    measurements: Measurements;
    copies: Copies;
    passwords: PasswordGuard;
    secret: string;
    secureCookies: boolean;
  },
): Router {
  const { blobs, measurements, copies, passwords, secret } = parts;
  const router = Router();

  /** A link that is opened or downloaded again within the hour from the same address has one entry, and their sum. */
  function note(kind: AuditKind, { id, name, projectId }: Shared, request: Request, most?: number): void {
    audit.note({ kind, subject: { id, name }, projectId }, anyone(senderOf(request)), {
      about: id,
      ...(most !== undefined && { most }),
    });
  }

  const isLocked = ({ id, passwordHash }: Shared, request: Request) =>
    passwordHash !== null && !hasSharePass(request.headers, { id, passwordHash }, { secret, clock });

  const open =
    (send: (shared: Shared, request: Request, response: Response) => Promise<void>) =>
    async (request: Request, response: Response) => {
      const shared = await findShared(db, clock, String(request.params.token));
      if (!shared) return sendFailure(response, unknownLink);
      if (isLocked(shared, request)) return sendFailure(response, locked);
      await send(shared, request, response);
    };

  router.get('/api/share/:token', async (request, response) => {
    const shared = await findShared(db, clock, request.params.token);
    if (!shared) return sendFailure(response, unknownLink);
    const { name, type, size, audio, expiresAt, passwordHash } = shared;
    note('share.opened', shared, request, 1);
    response.json({
      name,
      type,
      size,
      durationSeconds: audio === null ? null : JSON.parse(audio).durationSeconds,
      expiresAt,
      needsPassword: passwordHash !== null,
      isLocked: isLocked(shared, request),
    } satisfies SharedFile);
  });

  router.post('/api/share/:token/unlock', strangerJson, async (request, response) => {
    const token = String(request.params.token);
    const shared = await findShared(db, clock, token);
    if (!shared) return sendFailure(response, unknownLink);
    const input = parseInput(shareUnlockSchema, request.body);
    if (!input.ok) return sendFailure(response, input);
    const { id, passwordHash } = shared;
    if (passwordHash === null) return void response.json({});
    const checked = await passwords.check(clientAddress(request), id, async () =>
      (await passwords.verify(passwordHash, input.data.password)) ? true : null,
    );
    note(checked.kind === 'right' ? 'share.unlocked' : 'share.unlock-failed', shared, request);
    if (checked.kind === 'wait') {
      return sendRateLimited(response, checked.seconds, 'Too many wrong passwords. Try again later.');
    }
    if (checked.kind === 'wrong')
      return sendFailure(response, failure('unauthorised', 'That password is wrong.'));
    response.setHeader('Set-Cookie', sharePass(token, { id, passwordHash }, { ...parts, clock }));
    response.json({});
  });

  router.get(
    '/api/share/:token/download',
    open((shared, request, response) => {
      note('share.downloaded', shared, request, 1);
      return sendBlob(request, response, blobs, shared);
    }),
  );
  router.get(
    '/api/share/:token/stream',
    open(async (shared, request, response) => {
      const bitDepth = shared.audio === null ? null : JSON.parse(shared.audio).bitDepth;
      const sent = await sendStream(request, response, blobs, { ...shared, bitDepth });
      if (!sent.ok) sendFailure(response, sent);
    }),
  );
  router.get(
    '/api/share/:token/listen',
    open((shared, request, response) => sendCopy(request, response, copies, shared)),
  );
  router.get(
    '/api/share/:token/peaks',
    open((file, request, response) =>
      sendFigure(request, response, { file, measurements, figure: figures.peaks }),
    ),
  );
  return router;
}
