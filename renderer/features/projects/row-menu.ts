import {
  ArrowDown,
  ArrowUp,
  AudioLines,
  FilePlus,
  FolderInput,
  ImageIcon,
  Link,
  ListMusic,
  Merge,
  Pencil,
  Trash2,
} from 'lucide-react';
import { may, type ProjectAction, type Role } from '../../platform/permissions.ts';
import type { SongOrder } from '../../platform/songs.ts';
import { picturesText } from '../../text/pictures.ts';
import { projectsText } from '../../text/projects.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { type VersionAction, versionActions, versionLooks } from '../corrections/port.tsx';
import type { Row } from './project-rows.ts';

/** The actions of a row, by menu and by key. Those of a version are its corrections. */
export type RowAction =
  | VersionAction
  | 'open'
  | 'add-files'
  | 'new-cut'
  | 'rename'
  | 'rename-vibe'
  | 'picture'
  | 'move'
  | 'merge'
  | 'move-up'
  | 'move-down'
  | 'share'
  | 'delete';

const ofVibe: Partial<Record<RowAction, ProjectAction>> = {
  'add-files': 'file.upload',
  'new-cut': 'cut.create',
  rename: 'vibe.rename',
  picture: 'vibe.rename',
  'move-up': 'vibe.reorder',
  'move-down': 'vibe.reorder',
  share: 'file.share',
  delete: 'vibe.delete',
};

const permission: Record<Row['kind'], Partial<Record<RowAction, ProjectAction>>> = {
  vibe: ofVibe,
  empty: ofVibe,
  cut: {
    open: 'cut.open',
    'add-files': 'file.upload',
    rename: 'cut.rename',
    move: 'cut.move',
    merge: 'cut.merge',
    delete: 'cut.delete',
  },
  file: { share: 'file.share', delete: 'file.delete' },
  'no-files': {},
};

/** A song that is a whole vibe: the vibe's actions are its own. */
const ofSong: Partial<Record<RowAction, ProjectAction>> = {
  open: 'cut.open',
  'add-files': 'file.upload',
  'new-cut': 'cut.create',
  rename: 'cut.rename',
  'rename-vibe': 'vibe.rename',
  picture: 'vibe.rename',
  move: 'cut.move',
  merge: 'cut.merge',
  'move-up': 'vibe.reorder',
  'move-down': 'vibe.reorder',
  delete: 'cut.delete',
};

/** The actions of this row for someone of this role, in menu order. Songs are moved while they are ordered by hand. */
export function rowActions(row: Row, role: Role, order: SongOrder): RowAction[] {
  const possible = row.kind === 'cut' && row.isSong ? ofSong : permission[row.kind];
  const ofVersion = row.kind === 'file' ? versionActions(row.cut, row.file, role) : [];
  const others = (Object.keys(possible) as RowAction[]).filter((action) => {
    // An empty cut has nothing to merge.
    if (action === 'merge' && row.kind === 'cut' && row.cut.files.length === 0) return false;
    if ((action === 'move-up' || action === 'move-down') && order === 'newest') return false;
    if (action === 'move-up' && row.position === 1) return false;
    if (action === 'move-down' && row.position === row.of) return false;
    const needed = possible[action];
    return needed !== undefined && may(role, needed);
  });
  return [...ofVersion, ...others];
}

/** The actions of a key on a focused row: the first that the row has. */
const rowKeys: Record<string, RowAction[]> = {
  F2: ['rename', 'relabel'],
  m: ['move', 'moveVersion', 'makeVersion', 'notStem'],
  u: ['add-files'],
  Delete: ['delete'],
  Backspace: ['delete'],
};

export function actionOfKey(row: Row, role: Role, order: SongOrder, key: string): RowAction | undefined {
  const actions = rowActions(row, role, order);
  return rowKeys[key]?.find((action) => actions.includes(action));
}

/** `takeOut`: the entries that take a version or markers out of here. */
export function rowMenu(
  row: Row,
  role: Role,
  order: SongOrder,
  onAction: (action: RowAction) => void,
  takeOut: readonly MenuEntry[] = [],
): MenuEntry[] {
  const actions = rowActions(row, role, order);
  const entriesOf = (wanted: RowAction[]) =>
    wanted.map(
      (action): MenuEntry => ({
        kind: 'item',
        ...looks(row)[action],
        danger: action === 'delete',
        onChoose: () => onAction(action),
      }),
    );
  const others = entriesOf(actions.filter((action) => action !== 'delete' && !isVersionAction(action)));
  const groups = [
    entriesOf(actions.filter(isVersionAction)),
    row.kind === 'file' ? [...takeOut, ...others] : [...others, ...takeOut],
    entriesOf(actions.filter((action) => action === 'delete')),
  ].filter(({ length }) => length > 0);
  return groups.flatMap((group, index): MenuEntry[] => (index === 0 ? group : [{ kind: 'line' }, ...group]));
}

export function isVersionAction(action: RowAction): action is VersionAction {
  return action in versionLooks;
}

function looks(row: Row) {
  return {
    open: { label: projectsText.actions.open, icon: AudioLines, keys: '↵' },
    'add-files': {
      label: row.kind === 'cut' ? projectsText.actions.addVersion : projectsText.actions.addFiles,
      icon: FilePlus,
      keys: 'U',
    },
    'new-cut': {
      label: row.kind === 'cut' ? projectsText.actions.newAlternate : projectsText.actions.newCut,
      icon: ListMusic,
    },
    'rename-vibe': { label: projectsText.actions.renameVibe, icon: Pencil },
    picture: { label: picturesText.menu, icon: ImageIcon },
    rename: { label: projectsText.actions.rename, icon: Pencil, keys: 'F2' },
    move: { label: projectsText.actions.move, icon: FolderInput, keys: 'M' },
    merge: { label: projectsText.actions.merge, icon: Merge },
    ...versionLooks,
    'move-up': { label: projectsText.actions.moveUp, icon: ArrowUp },
    'move-down': { label: projectsText.actions.moveDown, icon: ArrowDown },
    share: { label: projectsText.actions.share, icon: Link },
    delete: {
      label: row.kind === 'file' ? projectsText.actions.deleteFile : projectsText.actions.delete,
      icon: Trash2,
      keys: 'Del',
    },
  };
}

/** The vibes' ids, with one moved up or down by one place. */
export function swapVibe(ids: readonly string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return [...ids];
  const swapped = [...ids];
  swapped.splice(from, 1);
  swapped.splice(to, 0, id);
  return swapped;
}
