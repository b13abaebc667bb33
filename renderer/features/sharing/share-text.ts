import { forWord } from '../../../protocol/wire/open-enum.ts';
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

/** Describes an active link. The link itself is never shown again. Lines that say nothing are left out. */
export function shareFacts(share: Share, myId: string, now: number) {
  const { createdBy, createdAt, expiresAt, needsPassword } = share;
  const creator = createdBy.id === myId ? sharingText.you : createdBy.name;
  const ends = sharingText.expiresOn(formatDay(Date.parse(expiresAt), now), needsPassword);
  const settings = [
    share.comments !== undefined && share.comments !== 'off' && sharingText.commentsOn,
    share.mayDownload === false && sharingText.noDownloads,
  ].filter((setting) => setting !== false);
  return {
    name: sharingText.madeBy(creator, formatDay(Date.parse(createdAt), now)),
    leadsTo:
      share.kind === undefined || share.name === undefined
        ? null
        : sharingText.leadsTo(forWord(sharingText.kinds, share.kind) ?? share.kind, share.name),
    detail: [ends, ...settings].join(' · '),
    visits: visitsOf(share, now),
  };
}

function visitsOf({ opens, plays, lastOpenedAt }: Share, now: number): string | null {
  if (opens === undefined || plays === undefined) return null;
  if (!lastOpenedAt) return sharingText.notOpened;
  return sharingText.opened(opens, plays, Date.parse(lastOpenedAt), now);
}
