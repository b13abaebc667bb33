import {
  ArrowDown,
  ArrowUp,
  AudioLines,
  FilePlus,
  FolderInput,
  Link,
  ListMusic,
  Pencil,
  Trash2,
} from 'lucide-react';
import { may, type ProjectAction, type Role } from '../../platform/permissions.ts';
import { projectsText } from '../../text/projects.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import type { Row } from './project-rows.ts';

/** The actions of a row, by menu and by key. */
export type RowAction =
  | 'open'
  | 'add-files'
  | 'new-cut'
  | 'rename'
  | 'move'
  | 'move-up'
  | 'move-down'
  | 'share'
  | 'delete';

const permission: Record<Row['kind'], Partial<Record<RowAction, ProjectAction>>> = {
  vibe: {
    'add-files': 'file.upload',
    'new-cut': 'cut.create',
    rename: 'vibe.rename',
    'move-up': 'vibe.reorder',
    'move-down': 'vibe.reorder',
    delete: 'vibe.delete',
  },
  cut: {
    open: 'cut.open',
    'add-files': 'file.upload',
    rename: 'cut.rename',
    move: 'cut.move',
    delete: 'cut.delete',
  },
  file: { share: 'file.share', delete: 'file.delete' },
  'no-files': {},
  'no-cuts': {},
};

/** The actions of this row for someone of this role, in menu order. */
export function rowActions(row: Row, role: Role): RowAction[] {
  const possible = permission[row.kind];
  return (Object.keys(possible) as RowAction[]).filter((action) => {
    if (action === 'move-up' && row.position === 1) return false;
    if (action === 'move-down' && row.position === row.of) return false;
    const needed = possible[action];
    return needed !== undefined && may(role, needed);
  });
}

/** The action of a key on a focused row. */
export const rowKeys: Record<string, RowAction> = {
  F2: 'rename',
  m: 'move',
  u: 'add-files',
  Delete: 'delete',
  Backspace: 'delete',
};

export function rowMenu(row: Row, role: Role, onAction: (action: RowAction) => void): MenuEntry[] {
  const actions = rowActions(row, role);
  const entries: MenuEntry[] = actions.map((action) => ({
    kind: 'item',
    ...looks(row)[action],
    danger: action === 'delete',
    onChoose: () => onAction(action),
  }));
  const last = actions.length - 1;
  if (actions[last] === 'delete' && last > 0) entries.splice(last, 0, { kind: 'line' });
  return entries;
}

function looks(row: Row) {
  return {
    open: { label: projectsText.actions.open, icon: AudioLines, keys: '↵' },
    'add-files': {
      label: row.kind === 'cut' ? projectsText.actions.addVersion : projectsText.actions.addFiles,
      icon: FilePlus,
      keys: 'U',
    },
    'new-cut': { label: projectsText.actions.newCut, icon: ListMusic },
    rename: { label: projectsText.actions.rename, icon: Pencil, keys: 'F2' },
    move: { label: projectsText.actions.move, icon: FolderInput, keys: 'M' },
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
