import type { Capabilities } from '../../protocol/ipc/capabilities.ts';

/** What a key does anywhere in the frame, when no text is being typed and no dialog is open. */
export type KeyAction =
  | 'keys'
  | 'find'
  | 'transfers'
  | 'pending'
  | 'new-vibe'
  | 'new-project'
  | 'invite'
  | 'bind-folder'
  | 'news'
  | 'settings'
  | 'go-bandmates'
  | 'go-places'
  | 'go-work'
  | 'go-activity';

const actions: Record<string, KeyAction> = {
  '?': 'keys',
  t: 'transfers',
  w: 'pending',
  n: 'new-vibe',
  N: 'new-project',
  i: 'invite',
  f: 'bind-folder',
  b: 'news',
  '1': 'go-places',
  '2': 'go-work',
  '3': 'go-activity',
  '4': 'go-bandmates',
};

export function keyAction(press: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}): KeyAction | null {
  if ((press.ctrlKey || press.metaKey) && press.key === ',') return 'settings';
  if ((press.ctrlKey || press.metaKey) && !press.altKey && press.key.toLowerCase() === 'k') return 'find';
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  return actions[press.key] ?? null;
}

/** All keys as the sheet shows them; `needs` is what the client around the page must be able to do. */
export const keySheet: {
  title: string;
  keys: { keys: string[]; does: string; needs?: keyof Capabilities }[];
}[] = [
  {
    title: 'Anywhere',
    keys: [
      { keys: ['?'], does: 'These keys' },
      { keys: ['Ctrl or ⌘', 'K'], does: 'Find' },
      { keys: ['1'], does: 'Go to projects and folders' },
      { keys: ['2'], does: 'Go to the cuts' },
      { keys: ['3'], does: 'Go to the activity or the comments' },
      { keys: ['4'], does: 'Go to the bandmates' },
      { keys: ['B'], does: 'Notifications' },
      { keys: ['T'], does: 'Transfers' },
      { keys: ['W'], does: 'Changes that wait' },
      { keys: ['N'], does: 'New vibe' },
      { keys: ['⇧', 'N'], does: 'New project' },
      { keys: ['I'], does: 'Invite a bandmate' },
      { keys: ['F'], does: 'Add a bounce folder', needs: 'bounceFolders' },
      { keys: ['Ctrl or ⌘', ','], does: 'Settings' },
      { keys: ['F6'], does: 'Go to the messages' },
      { keys: ['Esc'], does: 'Close what is open' },
    ],
  },
  {
    title: 'Listening',
    keys: [
      { keys: ['Space'], does: 'Play, pause' },
      { keys: ['J', 'K', 'L'], does: 'Back, stop, forward; again for faster' },
      { keys: ['←', '→'], does: 'Five seconds' },
      { keys: ['[', ']'], does: 'Version before, after' },
      { keys: ['A'], does: 'Compare with the version before, at the same moment' },
      { keys: ['C'], does: 'Comment at the playhead' },
      { keys: ['R'], does: 'Reply' },
    ],
  },
  {
    title: 'In the cuts',
    keys: [
      { keys: ['↑', '↓'], does: 'Line by line' },
      { keys: ['→', '←'], does: 'Unfold, fold' },
      { keys: ['↵'], does: 'Open the cut' },
      { keys: ['Space'], does: 'Play the cut, pause' },
      { keys: ['F2'], does: 'Rename' },
      { keys: ['M'], does: 'Move to another vibe' },
      { keys: ['U'], does: 'Add files here' },
      { keys: ['Del'], does: 'Delete (asks first)' },
      { keys: ['⇧', 'F10'], does: 'Everything else' },
    ],
  },
];
