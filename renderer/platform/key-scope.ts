/** While one of these is open, keys belong to it. */
const overlays = '[role=dialog], [role=alertdialog], [role=menu]';

const fields = 'input:not([type=checkbox]):not([type=radio]), textarea, select';

/** Whether a key press is for the window as a whole: not taken by what has the focus, not typed, not a dialog's. */
export function isForWindow(event: KeyboardEvent, { alsoWhileTyping = false } = {}): boolean {
  if (event.defaultPrevented || document.querySelector(overlays)) return false;
  return alsoWhileTyping || !(event.target instanceof Element && event.target.closest(fields));
}
