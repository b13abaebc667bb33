import { ArrowDownToLine, X } from 'lucide-react';
import type { Pin } from '../../../protocol/ipc/media.ts';
import { pinsText } from '../../text/pins.ts';
import type { MenuEntry } from '../../ui/menu.tsx';

/** Adds the menu entry that keeps something offline, or no longer. It goes before the first separator. */
export function withPinEntry(
  entries: readonly MenuEntry[],
  pin: Pin | null,
  onPin: (isPinned: boolean) => void,
): MenuEntry[] {
  const entry: MenuEntry = pin
    ? { kind: 'item', label: pinsText.letGo, icon: X, onChoose: () => onPin(false) }
    : { kind: 'item', label: pinsText.keep, icon: ArrowDownToLine, onChoose: () => onPin(true) };
  const line = entries.findIndex(({ kind }) => kind === 'line');
  return entries.toSpliced(line < 0 ? entries.length : line, 0, entry);
}
