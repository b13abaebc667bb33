import { ArrowDownToLine, X } from 'lucide-react';
import type { Pin } from '../../../protocol/ipc/media.ts';
import type { MenuEntry } from '../../ui/menu.tsx';

/** The entry that keeps something offline or lets it go, put before what a line sets apart (deleting, leaving). */
export function withPinEntry(
  entries: readonly MenuEntry[],
  pin: Pin | null,
  onPin: (isPinned: boolean) => void,
): MenuEntry[] {
  const entry: MenuEntry = pin
    ? { kind: 'item', label: 'Don’t keep offline', icon: X, onChoose: () => onPin(false) }
    : { kind: 'item', label: 'Keep offline', icon: ArrowDownToLine, onChoose: () => onPin(true) };
  const line = entries.findIndex(({ kind }) => kind === 'line');
  return entries.toSpliced(line < 0 ? entries.length : line, 0, entry);
}
