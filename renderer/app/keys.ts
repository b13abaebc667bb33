import type { Capabilities } from '../../protocol/ipc/capabilities.ts';
import { appText } from '../text/app.ts';

/** The action of a key anywhere in the window, unless the user is typing or a dialog is open. */
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
  | 'mini'
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
  v: 'mini',
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

/** All keys, as the sheet shows them. `needs` is a capability that the key requires. */
export const keySheet: {
  title: string;
  keys: { keys: string[]; does: string; needs?: keyof Capabilities }[];
}[] = [
  {
    title: appText.keys.anywhere,
    keys: [
      { keys: ['?'], does: appText.keys.theseKeys },
      { keys: ['Ctrl or ⌘', 'K'], does: appText.keys.find },
      { keys: ['1'], does: appText.keys.goToPlaces },
      { keys: ['2'], does: appText.keys.goToCuts },
      { keys: ['3'], does: appText.keys.goToActivity },
      { keys: ['4'], does: appText.keys.goToBandmates },
      { keys: ['B'], does: appText.keys.notifications },
      { keys: ['T'], does: appText.keys.transfers },
      { keys: ['W'], does: appText.keys.pending },
      { keys: ['N'], does: appText.keys.newVibe },
      { keys: ['⇧', 'N'], does: appText.keys.newProject },
      { keys: ['I'], does: appText.keys.invite },
      { keys: ['F'], does: appText.keys.addFolder, needs: 'bounceFolders' },
      { keys: ['V'], does: appText.keys.miniWindow, needs: 'miniWindow' },
      { keys: ['Ctrl or ⌘', ','], does: appText.keys.settings },
      { keys: ['F6'], does: appText.keys.goToMessages },
      { keys: ['Esc'], does: appText.keys.close },
    ],
  },
  {
    title: appText.keys.listening,
    keys: [
      { keys: ['Space'], does: appText.keys.playPause },
      { keys: ['J', 'K', 'L'], does: appText.keys.shuttle },
      { keys: ['←', '→'], does: appText.keys.nudge },
      { keys: ['[', ']'], does: appText.keys.versions },
      { keys: ['A'], does: appText.keys.compare },
      { keys: ['⇧', 'A'], does: appText.keys.compareView },
      { keys: ['O'], does: appText.keys.barLoop },
      { keys: ['⇧', '↑ ↓'], does: appText.keys.resizeLoop },
      { keys: ['⇧', '← →'], does: appText.keys.moveLoop },
      { keys: ['+', '−', '0'], does: appText.keys.zoom },
      { keys: ['C'], does: appText.keys.comment },
      { keys: ['R'], does: appText.keys.reply },
      { keys: ['.', ','], does: appText.keys.points },
      { keys: ['D'], does: appText.keys.resolve },
    ],
  },
  {
    title: appText.keys.comparing,
    keys: [
      { keys: ['A', 'B'], does: appText.keys.hearSide },
      { keys: ['S'], does: appText.keys.switchSide },
      { keys: ['M'], does: appText.keys.matchLevels },
      { keys: ['O'], does: appText.keys.loop },
      { keys: ['I', 'P'], does: appText.keys.loopEnds },
      { keys: ['H'], does: appText.keys.blind },
      { keys: ['X', 'Y'], does: appText.keys.hearHidden },
      { keys: ['⇧X', '⇧Y'], does: appText.keys.chooseHidden },
    ],
  },
  {
    title: appText.keys.inTheCuts,
    keys: [
      { keys: ['↑', '↓'], does: appText.keys.upDown },
      { keys: ['→', '←'], does: appText.keys.fold },
      { keys: ['↵'], does: appText.keys.open },
      { keys: ['Space'], does: appText.keys.playCut },
      { keys: ['F2'], does: appText.keys.rename },
      { keys: ['M'], does: appText.keys.move },
      { keys: ['U'], does: appText.keys.addFiles },
      { keys: ['Del'], does: appText.keys.delete },
      { keys: ['⇧', 'F10'], does: appText.keys.more },
    ],
  },
];
