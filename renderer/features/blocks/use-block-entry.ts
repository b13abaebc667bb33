import { Ban, CircleCheck } from 'lucide-react';
import type { Person } from '../../../protocol/wire/user.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { blocksText } from '../../text/blocks.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { useIsBlocked, useUnblock } from './block-queries.ts';

/** The entry of a person's menu that blocks them, or ends that. */
export function useBlockEntry({ id, name }: Pick<Person, 'id' | 'name'>): MenuEntry {
  const { ask } = useFrame();
  const isBlocked = useIsBlocked(id);
  const unblock = useUnblock();
  if (isBlocked)
    return {
      kind: 'item',
      label: blocksText.unblockOne(name),
      icon: CircleCheck,
      onChoose: () => void unblock(id),
    };
  return {
    kind: 'item',
    label: blocksText.block(name),
    icon: Ban,
    onChoose: () => ask({ kind: 'block', person: { id, name } }),
  };
}
