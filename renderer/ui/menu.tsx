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
 * A menu on a button. The caller leaves out entries that the person may not use. The menu mounts when it opens, because
 * every row of a list has a button for one.
 */
export function ActionMenu({
  trigger,
  entries,
}: {
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
          // `detail` counts presses: 0 means the keyboard.
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
  useFocusAfterClosing(button);
  useEffect(() => {
    if (!isByKeyboard) return;
    // Base UI focuses the menu itself first.
    const frame = requestAnimationFrame(() =>
      popup.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [isByKeyboard]);
  return (
    <Menu.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Menu.Portal>
        <Menu.Positioner
          anchor={button}
          sideOffset={4}
          align="end"
          // Beside the button, where neither above nor below has room for all entries.
          collisionAvoidance={{ align: 'shift', fallbackAxisSide: 'start' }}
          className="z-40"
        >
          <Menu.Popup
            ref={popup}
            finalFocus={false}
            className="max-h-(--available-height) max-w-[calc(100vw-16px)] min-w-48 animate-appear overflow-y-auto rounded-md bg-raised py-1 shadow-lift focus-visible:outline-none"
          >
            {entries.map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: separators have no identity, and a menu mounts each time it opens
              <Entry key={index} entry={entry} />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/**
 * Gives the focus back to the button once the menu is gone, unless what was chosen has taken it: a field that opens must
 * keep it, or the next keys would act as shortcuts. Base UI would return the focus in any event.
 */
function useFocusAfterClosing(button: HTMLElement): void {
  useEffect(
    () => () => {
      // The chosen dialog or field mounts in the same commit, and its effects run after this one.
      queueMicrotask(() => {
        const { activeElement } = document;
        if (!activeElement || activeElement === document.body) button.focus({ preventScroll: true });
      });
    },
    [button],
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
