import { type Request, type Response, Router } from 'express';
import type { Kysely } from 'kysely';
import { appendRms } from '../../audio/peaks-format.ts';
import { type PeaksPending, peaksQuerySchema } from '../../protocol/wire/peaks.ts';
import { notFound } from '../commands/access.ts';
import type { ServerContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { readRole } from '../entities/member.ts';
import { failure, parseInput } from '../failure.ts';
import { sendFailure } from '../http/answer.ts';
import { signedIn } from '../http/signed-in.ts';
import { isSound, type Measurements, type Sound } from '../measurements/measurements.ts';
import type { NoSound } from '../measurements/measuring-worker.ts';
import type { SidecarName } from '../storage/blob-store.ts';
import { type PlayedSounds, sendStream } from './send-stream.ts';

/** When to ask again for a figure that isn't ready, in seconds, in case the event gets lost. */
const retrySeconds = 5;

type Figure = { name: Exclude<SidecarName, 'rms'>; contentType: string };

/** The figures that can be read, each as its sidecar holds it. */
export const figures = {
  peaks: { name: 'peaks', contentType: 'application/octet-stream' },
  loudness: { name: 'loudness', contentType: 'application/json' },
} satisfies Record<Figure['name'], Figure>;

const noFigure = { kind: 'none', why: 'unreadable' } as const;

/** The answer where there is no figure. */
const noSound: Record<NoSound, string> = {
  unreadable: 'No waveform: this file has no sound that can be read here.',
  damaged: 'No waveform: this file is damaged.',
  costly: 'No waveform: this file takes too long to read.',
};

/**
 * The sound, the waveform and the loudness of a file, for members (see `protocol/wire/peaks.ts`). Each has two addresses: the
 * server's own, and the one that the page uses both in the app and in a browser (`protocol/ipc/media.ts`).
 */
export function createSoundRoutes(
  context: ServerContext,
  sounds: PlayedSounds,
  measurements: Measurements,
): Router {
  const { reads: db } = context;
  const router = Router();

  router.get(
    ['/api/files/:id/stream', '/media/:id'],
    signedIn(context, async (actor, request, response) => {
      const file = await readOwnFile(db, actor.id, String(request.params.id));
      if (!file) return sendFailure(response, notFound('file'));
      const bitDepth = file.audio && JSON.parse(file.audio).bitDepth;
      const sent = await sendStream(request, response, sounds, { ...file, bitDepth });
      if (!sent.ok) sendFailure(response, sent);
    }),
  );

  for (const figure of Object.values(figures)) {
    const { name } = figure;
    router.get(
      [`/api/files/:id/${name}`, `/media/:id/${name}`],
      signedIn(context, async (actor, request, response) => {
        const file = await readOwnFile(db, actor.id, String(request.params.id));
        if (!file) return sendFailure(response, notFound('file'));
        await sendFigure(request, response, { file, measurements, figure });
      }),
    );
  }
  return router;
}

/** Sends a figure of a file that the caller may see, or says that it isn't ready or can't be. */
export async function sendFigure(
  request: Request,
  response: Response,
  {
    file,
    measurements,
    figure: { name, contentType },
  }: {
    file: Sound;
    measurements: Measurements;
    figure: Figure;
  },
): Promise<void> {
  const query = name === 'peaks' ? parseInput(peaksQuerySchema, request.query) : null;
  if (query && !query.ok) return sendFailure(response, query);
  const state = isSound(file) ? await measurements.read(file, name) : noFigure;
  if (state.kind === 'none') return sendFailure(response, failure('not-found', noSound[state.why]));
  if (state.kind === 'pending') {
    const body: PeaksPending = { state: 'pending' };
    response.status(202).set('Retry-After', String(retrySeconds)).json(body);
    return;
  }
  const rms = query?.data.detail ? await measurements.read(file, 'rms') : null;
  response.set({
    // Without the RMS, which follows, the answer may not be kept.
    'Cache-Control': rms?.kind === 'pending' ? 'no-store' : 'private, max-age=31536000, immutable',
    'Content-Type': contentType,
    ETag: `"${file.sha256}-${name}${rms?.kind === 'ready' ? '-rms' : ''}"`,
  });
  if (request.fresh) response.status(304).end();
  else response.send(rms?.kind === 'ready' ? appendRms(state.bytes, rms.bytes) : state.bytes);
}

/** A file of a project that the caller is a member of. */
async function readOwnFile(db: Kysely<Database>, userId: string, id: string) {
  const file = await db
    .selectFrom('file')
    .select(['projectId', 'sha256', 'name', 'mimeType', 'audio'])
    .where('id', '=', id)
    .executeTakeFirst();
  return file && (await readRole(db, file.projectId, userId)) ? file : null;
}
