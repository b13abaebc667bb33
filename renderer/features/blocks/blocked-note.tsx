import { blocksText } from '../../text/blocks.ts';
import { useIsBlocked } from './block-queries.ts';

/** That this person is blocked; absent if they aren't. */
export function BlockedNote({ userId, name }: { userId: string; name: string }) {
  if (!useIsBlocked(userId)) return null;
  const [before, after] = blocksText.blocked;
  return (
    <p className="shrink-0 border-t border-line px-4 py-2 break-words text-dim">
      {before} <bdi>{name}</bdi>
      {after}
    </p>
  );
}
