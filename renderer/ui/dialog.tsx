import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type FormEvent, type ReactNode, type RefObject, useRef, useState } from 'react';
import { commonText } from '../text/common.ts';
import { Button, IconButton, type Tone } from './button.tsx';
import { classNames } from './class-names.ts';
import { ErrorLine } from './notice.tsx';

const backdrop = 'fixed inset-0 z-40 animate-appear bg-veil';
const popup =
  'fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-32px)] w-[calc(100vw-24px)] -translate-x-1/2 -translate-y-1/2 animate-appear flex-col rounded-card bg-raised shadow-lift focus-visible:outline-none';

/** A window over the work. Escape, its close button and a click outside close it, and the focus goes back. */
export function Modal({
  title,
  description,
  onClose,
  wide = false,
  leads,
  children,
}: {
  title: string;
  description?: ReactNode;
  onClose: () => void;
  /** `very`: as wide as a sheet of columns needs. `pages`: a list and a page beside each other, at a size that stays. */
  wide?: boolean | 'very' | 'pages';
  /** Set when it leads to a place that takes the focus, so the focus must not go back. */
  leads?: RefObject<boolean>;
  children: ReactNode;
}) {
  const body = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop forceRender className={backdrop} />
        <Dialog.Popup
          initialFocus={() => !focusFirst(body.current)}
          finalFocus={leads ? () => !leads.current : undefined}
          className={classNames(popup, sizeOf(wide))}
        >
          <header className="flex items-start gap-2 px-5 pt-4">
            <Dialog.Title className="min-w-0 flex-1 text-head font-semibold break-words">
              {title}
            </Dialog.Title>
            <Dialog.Close render={<IconButton label={commonText.close} icon={X} className="-mt-1 -mr-2" />} />
          </header>
          {description && (
            <Dialog.Description className="px-5 pt-1 break-words text-pretty text-dim">
              {description}
            </Dialog.Description>
          )}
          <div
            ref={body}
            // In a window that is too low, as at 200 %, all of it scrolls instead of its lists.
            className={classNames(
              'flex min-h-0 flex-col [@media(max-height:560px)]:overflow-y-auto [@media(max-height:560px)]:*:shrink-0',
              wide === 'pages' ? 'mt-3 flex-1 border-t border-line' : children ? 'px-5 pt-4 pb-5' : 'pb-4',
            )}
          >
            {children}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function sizeOf(wide: boolean | 'very' | 'pages'): string {
  if (wide === 'pages') return 'max-w-220 h-160';
  return wide === 'very' ? 'max-w-270' : wide ? 'max-w-160' : 'max-w-105';
}

/**
 * Moves the focus at once. Base UI waits for the next frame, and keys typed until then would be lost or act as shortcuts
 * of the page below.
 */
function focusFirst(body: HTMLElement | null): boolean {
  const first =
    body?.querySelector<HTMLElement>('[data-first-focus]') ??
    body?.querySelector<HTMLElement>(
      'input:not([type=radio], [type=search]), input:checked, textarea, [tabindex="0"], button',
    );
  first?.focus();
  return document.activeElement === first;
}

/** The result of a dialog's action: null on success (the dialog closes), else a sentence that says why it failed. */
export type Done = string | null;

/**
 * The fields of a dialog with its two buttons. If the action fails, the form stays and shows why. On success it calls
 * `onDone`, which closes the dialog by default.
 */
export function DialogForm({
  action,
  submit,
  tone = 'primary',
  isBlocked = false,
  onClose,
  onDone = onClose,
  children,
}: {
  action: () => Promise<Done>;
  submit: string;
  /** There is nothing to submit. */
  isBlocked?: boolean;
  /** `danger` for what can't be undone. */
  tone?: Tone;
  onClose: () => void;
  onDone?: () => void;
  children?: ReactNode;
}) {
  const { busy, error, run } = useAction(onDone);
  return (
    <form
      noValidate
      className="flex min-h-0 flex-col gap-4"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        run(action);
      }}
    >
      {children}
      {error && <ErrorLine>{error}</ErrorLine>}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{commonText.cancel}</Button>
        <Button type="submit" tone={tone} busy={busy} disabled={isBlocked}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

/** Asks before something that can't be undone. The focus starts on Cancel. */
export function Confirm({
  title,
  description,
  submit,
  action,
  onClose,
}: {
  title: string;
  description: ReactNode;
  submit: string;
  action: () => Promise<Done>;
  onClose: () => void;
}) {
  const { busy, error, run } = useAction(onClose);
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop forceRender className={backdrop} />
        <AlertDialog.Popup className={classNames(popup, 'max-w-105 gap-4 px-5 py-5')}>
          <div className="flex flex-col gap-1">
            <AlertDialog.Title className="text-head font-semibold break-words">{title}</AlertDialog.Title>
            <AlertDialog.Description className="break-words text-pretty text-dim">
              {description}
            </AlertDialog.Description>
          </div>
          {error && <ErrorLine>{error}</ErrorLine>}
          <div className="flex justify-end gap-2">
            <AlertDialog.Close render={<Button>{commonText.cancel}</Button>} />
            <Button tone="danger" busy={busy} onClick={() => run(action)}>
              {submit}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** Runs one action at a time. `busy` while one runs; `error` says why the last one failed. */
export function useAction(onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const start = async (action: () => Promise<Done>) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      const failure = await action();
      if (failure === null) onDone();
      else setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run: (action: () => Promise<Done>) => void start(action) };
}
