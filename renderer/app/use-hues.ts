import { useMemo } from 'react';
import { huesOf } from '../../common/hue.ts';
import type { Member } from '../../protocol/wire/member.ts';
import { useBandmates } from '../features/chat/chat-queries.ts';
import { useSession } from '../platform/session-context.tsx';

const nobody: readonly Member[] = [];

/** The hues of everybody that is known here, by id. The members of the open project come first, as they joined. */
export function useHues(members: readonly Member[] = nobody): ReadonlyMap<string, number> {
  const { account } = useSession();
  const bandmates = useBandmates().data;
  return useMemo(() => {
    // Sorted, so that a hue stays the same whoever was here last.
    const others = [account.id, ...(bandmates ?? []).map(({ userId }) => userId)].sort();
    return huesOf([...members.map(({ user }) => user.id), ...others]);
  }, [members, bandmates, account.id]);
}
