import * as z from 'zod';
import { type Link, linkSchema } from '../wire/activity.ts';
import { idSchema } from '../wire/id.ts';

/** The view to open: a place in a project, a conversation, the list of notifications, or an invitation on some server. */
export const openTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('place'), link: linkSchema }),
  z.object({ kind: z.literal('conversation'), conversationId: idSchema }),
  z.object({ kind: z.literal('notifications') }),
  z.object({ kind: z.literal('invitation'), serverUrl: z.string(), token: z.string() }),
]);
export type OpenTarget = z.infer<typeof openTargetSchema>;

/** The URL scheme that the app registers. */
export const deepLinkScheme = 'bandmate';

/** The parts of a link in their order: each is within the one before it. */
const parts = ['project', 'vibe', 'cut', 'file', 'comment', 'reply', 'message'] as const;

/** The address of a place: `bandmate://project/<id>/cut/<id>/comment/<id>`. */
export function formatDeepLink(link: Link): string {
  const path = parts.flatMap((part) => {
    const id = link[`${part}Id`];
    return id === undefined ? [] : [`${part}/${id}`];
  });
  return `${deepLinkScheme}://${path.join('/')}`;
}

/**
 * The place that an address leads to, or null. The address comes from outside (a page, an email), so only ids in the
 * order of the parts are taken from it.
 */
export function parseDeepLink(address: string): Link | null {
  const match = /^bandmate:\/\/([A-Za-z0-9_/-]{1,500})$/i.exec(address);
  if (!match?.[1]) return null;
  const words = match[1].replace(/\/$/, '').split('/');
  const found: Record<string, string> = {};
  let rank = -1;
  for (let index = 0; index < words.length; index += 2) {
    const next = parts.indexOf(words[index] as (typeof parts)[number]);
    if (next <= rank) return null;
    rank = next;
    found[`${words[index]}Id`] = words[index + 1] ?? '';
  }
  return linkSchema.safeParse(found).data ?? null;
}
