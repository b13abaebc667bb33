import { Router } from 'express';
import { markersOf } from '../../common/markers/marker.ts';
import { markerFileName, markerFiles } from '../../common/markers/marker-files.ts';
import { readMusicInText } from '../../common/music-in-text.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { File } from '../../protocol/wire/file.ts';
import { type MarkersQuery, markersQuerySchema } from '../../protocol/wire/markers.ts';
import { notFound } from '../commands/access.ts';
import type { ServerContext } from '../context.ts';
import type { Differences } from '../differences/differences.ts';
import { readComments } from '../entities/comment.ts';
import { readMeantCut } from '../entities/cut.ts';
import { readRole } from '../entities/member.ts';
import { failure, parseInput } from '../failure.ts';
import { contentDisposition } from '../files/content-disposition.ts';
import { sendFailure } from '../http/answer.ts';
import { signedIn } from '../http/signed-in.ts';
import { placeComments } from './place-comments.ts';
import { sendPending } from './send-pending.ts';

const usualTempo = 120;

/** The comments of a song as markers for a DAW (see `protocol/wire/markers.ts`). */
export function createMarkerRoutes(context: ServerContext, differences: Differences): Router {
  const { reads: db } = context;
  const router = Router();
  router.get(
    '/api/cuts/:cutId/markers',
    signedIn(context, async (actor, request, response) => {
      const query = parseInput(markersQuerySchema, request.query);
      if (!query.ok) return sendFailure(response, query);
      const cut = await readMeantCut(db, String(request.params.cutId));
      if (!cut || !(await readRole(db, cut.projectId, actor.id)))
        return sendFailure(response, notFound('cut'));
      const version = cut.files.find(({ id }) => id === query.data.file);
      if (query.data.file !== undefined && !version)
        return sendFailure(response, failure('invalid', 'file: is not a file of this song'));

      const wanted = (await readComments(db, { cutId: cut.id })).filter(
        ({ resolvedAt }) => query.data.status === 'all' || !resolvedAt,
      );
      const placed = await placeComments(db, differences, wanted, version?.id ?? null);
      if (placed === 'pending') return sendPending(response);
      const { extension, mediaType, write } = markerFiles[query.data.format];
      const song = { title: cut.name, tempo: tempoOf(cut, version, query.data) };
      const start = query.data.start ?? cut.music?.dawStart ?? 0;
      const content = write(markersOf(placed, start), song);
      response
        .set('Content-Type', mediaType)
        .set('Content-Disposition', contentDisposition('attachment', markerFileName(cut.name, extension)))
        .end(content);
    }),
  );
  return router;
}

/** Asked for, else entered by the band, else stated by the version or its name. */
function tempoOf(cut: Cut, version: File | undefined, { tempo }: MarkersQuery): number {
  const file = version ?? cut.files.findLast(({ type }) => type === 'CUT');
  const stated = file && { ...readMusicInText(file.name), ...file.audio?.music }.tempo;
  return tempo ?? cut.music?.tempo ?? stated ?? usualTempo;
}
