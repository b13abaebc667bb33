import { Menu } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import {
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  useEffect,
  useRef,
  useState,
} from 'react';
import { classNames } from './class-names.ts';

export type MenuEntry =
  | {
      kind: 'item';
      label: string;
      icon: LucideIcon;
      onChoose: () => void;
      keys?: string;
      danger?: boolean;
      disabled?: boolean;
    }
  | { kind: 'line' }
  | { kind: 'note'; text: string };

/**
 * A menu on a button. Entries that the person may not use are left out by the caller, not greyed. The menu is made when
 * it opens: lists have a button for one in every line.
 */
export function ActionMenu({
  trigger,
  entries,
}: {
  /** A button; it gets what it needs to open the menu. */
  trigger: ReactElement<Record<string, unknown>>;
  entries: MenuEntry[];
}) {
  const [opened, setOpened] = useState<Opened | null>(null);
  return (
    <>
      {cloneElement(trigger, {
        'aria-haspopup': 'menu',
        'aria-expanded': opened !== null,
        'data-popup-open': opened === null ? undefined : '',
        onClick: ({ currentTarget, detail }: MouseEvent<HTMLElement>) =>
          // A click that counts no presses came from the keyboard.
          setOpened({ button: currentTarget, isByKeyboard: detail === 0 }),
        onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          event.stopPropagation();
          setOpened({ button: event.currentTarget, isByKeyboard: true });
        },
      })}
      {opened && <OpenMenu {...opened} entries={entries} onClose={() => setOpened(null)} />}
    </>
  );
}

type Opened = { button: HTMLElement; isByKeyboard: boolean };

function OpenMenu({
  button,
  isByKeyboard,
  entries,
  onClose,
}: Opened & { entries: MenuEntry[]; onClose: () => void }) {
  const popup = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isByKeyboard) return;
    // Base UI gives the menu itself the focus first.
    const frame = requestAnimationFrame(() =>
      popup.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [isByKeyboard]);
  return (
    <Menu.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Menu.Portal>
        <Menu.Positioner anchor={button} sideOffset={4} align="end" className="z-40">
          <Menu.Popup
            ref={popup}
            finalFocus={() => button}
            className="max-w-[calc(100vw-16px)] min-w-48 animate-appear rounded-md bg-raised py-1 shadow-lift focus-visible:outline-none"
          >
            {entries.map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity, and a menu is built anew each time
              <Entry key={index} entry={entry} />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry.kind === 'line') return <Menu.Separator className="my-1 h-px bg-line" />;
  if (entry.kind === 'note')
    return <p className="max-w-70 px-3 py-1 text-meta break-words text-dim">{entry.text}</p>;
  const Icon = entry.icon;
  return (
    <Menu.Item
      onClick={entry.onChoose}
      disabled={entry.disabled ?? false}
      className={classNames(
        'flex h-8 cursor-default items-center gap-2.5 px-3 data-disabled:opacity-50 data-highlighted:bg-chosen data-highlighted:outline-none',
        entry.danger && 'text-over',
      )}
    >
      <Icon size={14} aria-hidden className={entry.danger ? undefined : 'text-dim'} />
      <span className="flex-1">{entry.label}</span>
      {entry.keys && (
        <span aria-hidden className="text-meta text-faint">
          {entry.keys}
        </span>
      )}
    </Menu.Item>
  );
}
