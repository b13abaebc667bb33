import type { Link } from '../../protocol/wire/activity.ts';
import type { CommandContext } from '../commands/handler.ts';
import { findCutPlace } from '../entities/cut.ts';

/** Where a link leads now; null if something that it names is gone. */
export async function followLink(tx: CommandContext['tx'], link: Link): Promise<Link | null> {
  const { cutId, fileId, commentId, replyId } = link;
  if (cutId === undefined) return link;
  const file =
    fileId === undefined
      ? undefined
      : await tx.selectFrom('file').select('cutId').where('id', '=', fileId).executeTakeFirst();
  const comment =
    commentId === undefined
      ? undefined
      : await tx.selectFrom('comment').select('cutId').where('id', '=', commentId).executeTakeFirst();
  const reply =
    replyId === undefined
      ? undefined
      : await tx.selectFrom('reply').select('id').where('id', '=', replyId).executeTakeFirst();
  if (fileId !== undefined && !file) return null;
  if (commentId !== undefined && !comment) return null;
  if (replyId !== undefined && !reply) return null;
  const place = await findCutPlace(tx, comment?.cutId ?? file?.cutId ?? cutId);
  return place ? { ...link, vibeId: place.vibeId, cutId: place.id } : null;
}
