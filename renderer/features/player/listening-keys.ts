/** The action of a key for playback and comments, unless the user is typing or a dialog is open. */
export type ListeningKey =
  | { kind: 'play-pause' }
  | { kind: 'shuttle'; key: 'j' | 'k' | 'l' }
  | { kind: 'nudge'; seconds: number }
  | { kind: 'comment' }
  | { kind: 'reply' }
  | { kind: 'version'; by: -1 | 1 }
  | { kind: 'compare' }
  | { kind: 'compare-view' };

const keys: Record<string, ListeningKey> = {
  ' ': { kind: 'play-pause' },
  j: { kind: 'shuttle', key: 'j' },
  k: { kind: 'shuttle', key: 'k' },
  l: { kind: 'shuttle', key: 'l' },
  ArrowLeft: { kind: 'nudge', seconds: -5 },
  ArrowRight: { kind: 'nudge', seconds: 5 },
  c: { kind: 'comment' },
  r: { kind: 'reply' },
  '[': { kind: 'version', by: -1 },
  ']': { kind: 'version', by: 1 },
  a: { kind: 'compare' },
  A: { kind: 'compare-view' },
};

/** Keys that the focused control handles itself: Space presses buttons, arrows move between radios and tabs. */
const own: Record<string, string> = {
  ' ': 'button, a, summary, input, [role=tab]',
  ArrowLeft: 'input, [role=tab]',
  ArrowRight: 'input, [role=tab]',
};

/** `isIn` returns whether the focus is in an element that matches the selector. */
export function listeningKey(
  press: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean },
  isIn: (selector: string) => boolean,
): ListeningKey | null {
  // Many keyboards type brackets with AltGr, which counts as Ctrl and Alt.
  const isBracket = press.key === '[' || press.key === ']';
  if (press.metaKey || ((press.ctrlKey || press.altKey) && !(isBracket && press.ctrlKey === press.altKey)))
    return null;
  const selector = own[press.key];
  if (selector && isIn(selector)) return null;
  return Object.hasOwn(keys, press.key) ? (keys[press.key] ?? null) : null;
}
