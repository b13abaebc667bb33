type Press = Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>;

/** Keys by where they are, so that Shift and Alt don't change their names. */
const named: Record<string, string> = {
  Space: 'Space',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Minus: '-',
  Equal: '=',
};

/**
 * The meaning of a key press as a shortcut: keys as Electron names them; `plain` if other programs need them for typing; null
 * while only modifiers are held, or for a key that can't be one.
 */
export function acceleratorOf(press: Press): { keys: string } | 'plain' | null {
  const key = keyOf(press);
  if (key === null) return null;
  const modifiers = [
    ...(press.ctrlKey ? ['Control'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(press.shiftKey ? ['Shift'] : []),
    ...(press.metaKey ? ['Super'] : []),
  ];
  const isFree = press.ctrlKey || press.altKey || press.metaKey || /^F\d+$/.test(key);
  return isFree ? { keys: [...modifiers, key].join('+') } : 'plain';
}

function keyOf({ code, key }: Press): string | null {
  // A letter by its name: its place differs between keyboards.
  if (/^Key[A-Z]$/.test(code)) return /^[a-z]$/i.test(key) ? key.toUpperCase() : code.slice(3);
  if (/^Digit\d$/.test(code)) return code.slice(5);
  if (/^F\d{1,2}$/.test(code)) return code;
  return named[code] ?? null;
}

const symbols: Record<string, string> = { Up: '↑', Down: '↓', Left: '←', Right: '→' };
const onMac: Record<string, string> = { Control: '⌃', Alt: '⌥', Shift: '⇧', Super: '⌘' };
const elsewhere: Record<string, string> = { Control: 'Ctrl', Super: 'Win' };

/** The keys one by one, as they are printed on a keyboard. */
export function shownKeys(accelerator: string, platform: string): string[] {
  const names = platform === 'darwin' ? onMac : elsewhere;
  return accelerator.split('+').map((key) => names[key] ?? symbols[key] ?? key);
}
