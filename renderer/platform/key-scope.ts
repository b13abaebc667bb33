/** While one of these is open, keys belong to it. Messages have the role of a dialog too, but never take the keys. */
const overlays = [
  '[role=dialog]:not([data-message])',
  '[role=alertdialog]:not([data-message])',
  '[role=menu]',
  '[role=listbox]',
].join(', ');

const fields =
  'input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=combobox]';

/** How long an expected field may take to open, in milliseconds. */
const patience = 2_000;

/** Decides whether a key press is a shortcut. One for each window. */
export type KeyScope = {
  /** Whether a key press is for the window as a whole: not handled yet, not typed into a field, not for a dialog or menu. */
  isForWindow(event: KeyboardEvent, options?: { alsoWhileTyping?: boolean }): boolean;
  /** A field is about to open. Until it has the focus, what is typed for it must not act as shortcuts. */
  expectField(): void;
  /** Notices when a field gets the focus, until the returned function is called. */
  follow(): () => void;
};

export function createKeyScope(): KeyScope {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isExpecting = false;

  const forget = () => {
    clearTimeout(timer);
    isExpecting = false;
  };
  return {
    isForWindow(event, { alsoWhileTyping = false } = {}) {
      if (event.defaultPrevented || document.querySelector(overlays)) return false;
      if (alsoWhileTyping) return true;
      return !isExpecting && !isField(event.target) && !isField(document.activeElement);
    },
    expectField() {
      if (isField(document.activeElement)) return;
      forget();
      isExpecting = true;
      timer = setTimeout(forget, patience);
    },
    follow() {
      const onFocusIn = ({ target }: FocusEvent) => {
        if (isField(target)) forget();
      };
      document.addEventListener('focusin', onFocusIn);
      return () => {
        forget();
        document.removeEventListener('focusin', onFocusIn);
      };
    },
  };
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(fields) !== null;
}
