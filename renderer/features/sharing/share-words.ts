import type { Share } from '../../../protocol/wire/share.ts';
import { sharePasswordSchema } from '../../../protocol/wire/share.ts';
import { formatDay } from '../../text/format.ts';

/** How long a link can be made to last, in days. */
export const lastings = [
  { value: '1', text: 'In a day' },
  { value: '7', text: 'In a week' },
  { value: '30', text: 'In 30 days' },
  { value: '365', text: 'In a year' },
];

/** Why it can't be the password; null when it can. Empty means none, and spaces count. */
export function passwordProblem(password: string): string | null {
  if (password === '') return null;
  const [issue] = sharePasswordSchema.safeParse(password).error?.issues ?? [];
  return issue ? `The password ${issue.message}.` : null;
}

/** What one sees of a living link: its address is known to no one but who has it. */
export function shareFacts(
  { createdBy, createdAt, expiresAt, needsPassword }: Share,
  myId: string,
  now: number,
) {
  const who = createdBy.id === myId ? 'you' : createdBy.name;
  return {
    name: `By ${who}, ${formatDay(Date.parse(createdAt), now)}`,
    detail: `${needsPassword ? 'With a password. ' : ''}Ends ${formatDay(Date.parse(expiresAt), now)}`,
  };
}
