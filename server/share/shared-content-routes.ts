import { type Request, type Response, Router } from 'express';
import type { FindPlayable } from '../../audio/reading/playable-sounds.ts';
import {
  guestCommentSchema,
  type ShareChanges,
  type SharedComments,
  type SharedFile,
  sharedCommentsQuerySchema,
  shareUnlockSchema,
} from '../../protocol/wire/share.ts';
import { sendStream } from '../audio/send-stream.ts';
import { figures, sendFigure } from '../audio/sound-routes.ts';
import type { AuditKind } from '../audit/audit-kinds.ts';
import { anyone } from '../audit/record.ts';
import { senderOf } from '../audit/sender.ts';
import { createAttemptLimiter } from '../auth/attempt-limiter.ts';
import { clientAddress } from '../auth/client-address.ts';
import { beginAll } from '../auth/combined-limiter.ts';
import type { PasswordGuard } from '../auth/password-guard.ts';
import type { ServerContext } from '../context.ts';
import type { Copies } from '../copies/copies.ts';
import { sendCopy } from '../copies/copy-routes.ts';
import { inSnapshot } from '../db/dialect.ts';
import { failure, parseInput } from '../failure.ts';
import { sendBlob } from '../files/send-blob.ts';
import { sendFailure, sendOutcome, sendRateLimited } from '../http/answer.ts';
import { strangerJson } from '../http/body.ts';
import type { Measurements } from '../measurements/measurements.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { addGuestComment, commentsAreOff, readGuest, readGuestComments } from './guest-comments.ts';
import { hasSharePass, sharePass } from './share-pass.ts';
import { findSharedFile, readSharedSongs, type SharedFileRow, titleOf } from './shared-songs.ts';
import { findShared, kindOf, readRevision, type Shared, unknownLink } from './shares.ts';
import { createVisitCounts } from './visit-counts.ts';

const locked = failure('unauthorised', 'This link needs a password.');
const noDownload = failure('forbidden', 'Downloads are turned off for this link.');
const noName = failure('invalid', 'name: must not be empty');

/** From one address by one link; ten times as many by one link. */
const mostCommentsPerMinute = 10;

type Parts = {
  blobs: BlobStore;
  findPlayable: FindPlayable;
  measurements: Measurements;
  copies: Copies;
  passwords: PasswordGuard;
  secret: string;
  secureCookies: boolean;
};

/** The routes for everyone with a link, signed in or not: see what it is, unlock it, hear, download and comment. */
export function createSharedContentRoutes(
  context: Pick<ServerContext, 'db' | 'environment' | 'audit' | 'dispatcher' | 'attempts'>,
  parts: Parts,
): Router {
  const { db, audit } = context;
  const { clock } = context.environment;
  const { passwords, secret } = parts;
  const visits = createVisitCounts(db, clock);
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

  type Send = (shared: Shared, request: Request, response: Response) => Promise<void>;
  const open = (send: Send) => async (request: Request, response: Response) => {
    const shared = await findShared(db, clock, String(request.params.token));
    if (!shared) return sendFailure(response, unknownLink);
    if (isLocked(shared, request)) return sendFailure(response, locked);
    await send(shared, request, response);
  };

  router.get('/api/share/:token', async (request, response) => {
    const shared = await findShared(db, clock, request.params.token);
    if (!shared) return sendFailure(response, unknownLink);
    note('share.opened', shared, request, 1);
    const { expiresAt, passwordHash, comments } = shared;
    const common = { expiresAt, needsPassword: passwordHash !== null, kind: kindOf(shared), comments };
    if (isLocked(shared, request)) {
      const answer = { ...hidden, ...common, isLocked: true } satisfies SharedFile;
      return void response.json(answer);
    }
    const songs = await readSharedSongs(db, shared);
    const first = songs[0]?.versions[0];
    if (request.method === 'GET') await visits.opened(shared.id, clientAddress(request));
    response.json({
      ...common,
      name: first?.name ?? shared.name,
      type: first?.type ?? 'CUT',
      size: first?.size ?? 0,
      durationSeconds: first?.durationSeconds ?? null,
      isLocked: false,
      title: titleOf(shared, songs),
      sharedBy: shared.creatorName,
      mayDownload: shared.mayDownload === 1,
      songs,
      revision: await readRevision(db, shared),
    } satisfies SharedFile);
  });

  router.get(
    '/api/share/:token/changes',
    open(async (shared, _request, response) => {
      response.json({ revision: await readRevision(db, shared) } satisfies ShareChanges);
    }),
  );

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

  router.use(createFileRoutes({ ...context, open, note, visits, ...parts }));
  router.use(createGuestRoutes({ ...context, open, note }));
  return router;
}

/** The answer to somebody who hasn't given the password: nothing of what is behind it. */
const hidden = {
  ...{ name: '', type: 'CUT' as const, size: 0, durationSeconds: null },
  ...{ title: '', sharedBy: '', mayDownload: false, songs: [], revision: '' },
};

type Opened = Pick<ServerContext, 'db' | 'environment' | 'dispatcher' | 'attempts'> & {
  open(
    send: (shared: Shared, request: Request, response: Response) => Promise<void>,
  ): (request: Request, response: Response) => Promise<void>;
  note(kind: AuditKind, shared: Shared, request: Request, most?: number): void;
};

/** The bytes and the waveform of each file of a link. Without a file in the path, of its first one. */
function createFileRoutes({
  db,
  open,
  note,
  visits,
  blobs,
  findPlayable,
  measurements,
  copies,
}: Opened & Parts & { visits: ReturnType<typeof createVisitCounts> }): Router {
  const router = Router();
  const paths = (part: string) => [`/api/share/:token/${part}`, `/api/share/:token/files/:fileId/${part}`];

  type SendFile = (
    file: SharedFileRow,
    request: Request,
    response: Response,
    shared: Shared,
  ) => Promise<unknown>;
  const withFile = (send: SendFile) =>
    open(async (shared, request, response) => {
      const { fileId } = request.params;
      const file = await findSharedFile(db, shared, fileId === undefined ? undefined : String(fileId));
      if (!file) return sendFailure(response, unknownLink);
      await send(file, request, response, shared);
    });

  router.get(
    paths('download'),
    withFile((file, request, response, shared) => {
      if (shared.mayDownload === 0) return Promise.resolve(sendFailure(response, noDownload));
      note('share.downloaded', shared, request, 1);
      return sendBlob(request, response, blobs, file);
    }),
  );
  router.get(
    paths('stream'),
    withFile(async (file, request, response, shared) => {
      const bitDepth = file.audio === null ? null : JSON.parse(file.audio).bitDepth;
      if (request.method === 'GET') await visits.played(shared.id, file.id, clientAddress(request));
      const sent = await sendStream(request, response, { blobs, findPlayable }, { ...file, bitDepth });
      if (!sent.ok) sendFailure(response, sent);
    }),
  );
  router.get(
    paths('listen'),
    withFile((file, request, response) => sendCopy(request, response, copies, file)),
  );
  router.get(
    paths('peaks'),
    withFile((file, request, response) =>
      sendFigure(request, response, { file, measurements, figure: figures.peaks }),
    ),
  );
  return router;
}

/** The comments of guests, where the link allows them. */
function createGuestRoutes({ open, note, ...context }: Opened): Router {
  const { db, attempts } = context;
  const limiterOf = (name: string, maximum: number) =>
    createAttemptLimiter(attempts(name), { maximum, windowMilliseconds: 60_000 });
  const [bySender, byLink] = [
    limiterOf('guest comments', mostCommentsPerMinute),
    limiterOf('all guest comments', 10 * mostCommentsPerMinute),
  ];
  const router = Router();

  router.get(
    '/api/share/:token/comments',
    open(async (shared, request, response) => {
      const input = parseInput(sharedCommentsQuerySchema, request.query);
      if (!input.ok) return sendFailure(response, input);
      if (shared.comments === 'off') return sendFailure(response, commentsAreOff);
      const file = await findSharedFile(db, shared, input.data.fileId);
      if (!file) return sendFailure(response, unknownLink);
      const comments = await inSnapshot(db, (tx) => readGuestComments(tx, shared, file));
      response.json({ comments } satisfies SharedComments);
    }),
  );

  router.post(
    '/api/share/:token/comments',
    strangerJson,
    open(async (shared, request, response) => {
      if (shared.comments === 'off') return sendFailure(response, commentsAreOff);
      const input = parseInput(guestCommentSchema, request.body);
      if (!input.ok) return sendFailure(response, input);
      const guest = readGuest(shared, input.data, senderOf(request));
      if (!guest) return sendFailure(response, noName);
      const seconds = await beginAll([
        { limit: bySender, key: `${shared.id} ${clientAddress(request)}` },
        { limit: byLink, key: shared.id },
      ]);
      if (seconds !== null) return sendRateLimited(response, seconds, 'Too many comments. Wait a moment.');
      const answer = await addGuestComment(context, String(request.params.token), guest, input.data);
      if (answer.ok) note('share.commented', shared, request, 1);
      sendOutcome(response, answer, 201);
    }),
  );
  return router;
}
