import type { Share } from '../../../protocol/wire/share.ts';
import { sharePasswordSchema } from '../../../protocol/wire/share.ts';
import { formatDay } from '../../text/format.ts';
import { sharingText } from '../../text/sharing.ts';

/** Why the text can't be the password; null when it can. An empty text means no password. Spaces count. */
export function passwordProblem(password: string): string | null {
  if (password === '') return null;
  const [issue] = sharePasswordSchema.safeParse(password).error?.issues ?? [];
  if (!issue) return null;
  return issue.code === 'too_big' ? sharingText.passwordTooLong : sharingText.passwordTooShort;
}

/** Describes an active link. The link itself is never shown again. */
export function shareFacts(
  { createdBy, createdAt, expiresAt, needsPassword }: Share,
  myId: string,
  now: number,
) {
  const creator = createdBy.id === myId ? sharingText.you : createdBy.name;
  return {
    name: sharingText.madeBy(creator, formatDay(Date.parse(createdAt), now)),
    detail: sharingText.expiresOn(formatDay(Date.parse(expiresAt), now), needsPassword),
  };
}
