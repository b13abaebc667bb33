/** The action of a key in the comparison, unless the user is typing or a dialog is open. */
export type CompareKey =
  | { kind: 'hear'; first: boolean }
  | { kind: 'switch' | 'match' | 'loop-start' | 'loop-end' | 'loop' | 'blind' | 'close' }
  | { kind: 'answer'; name: 'x' | 'y' };

/** Beside each other: its start, the loop itself, its end. */
const loopKeys: Record<string, CompareKey> = {
  i: { kind: 'loop-start' },
  o: { kind: 'loop' },
  p: { kind: 'loop-end' },
};

const keys: Record<string, CompareKey> = {
  a: { kind: 'hear', first: true },
  b: { kind: 'hear', first: false },
  s: { kind: 'switch' },
  m: { kind: 'match' },
  ...loopKeys,
  h: { kind: 'blind' },
  Escape: { kind: 'close' },
};

/** In a blind test the sides are X and Y, and the levels stay matched. */
const blindKeys: Record<string, CompareKey> = {
  x: { kind: 'hear', first: true },
  y: { kind: 'hear', first: false },
  X: { kind: 'answer', name: 'x' },
  Y: { kind: 'answer', name: 'y' },
  s: { kind: 'switch' },
  ...loopKeys,
  h: { kind: 'blind' },
  Escape: { kind: 'blind' },
};

export function compareKey(
  press: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean },
  isBlind: boolean,
): CompareKey | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  const known = isBlind ? blindKeys : keys;
  return Object.hasOwn(known, press.key) ? (known[press.key] ?? null) : null;
}
