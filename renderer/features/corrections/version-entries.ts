import {
  ArrowDown,
  ArrowUp,
  CornerUpRight,
  Layers,
  ListPlus,
  type LucideIcon,
  Scissors,
  Tag,
} from 'lucide-react';
import { newId } from '../../../common/new-id.ts';
import { isSound } from '../../../protocol/state/stem-versions.ts';
import { versionsOf } from '../../../protocol/state/versions.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { may, type Role } from '../../platform/permissions.ts';
import { correctionsText } from '../../text/corrections.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { isOnlyVersion, moveInOrder, ownCut, splitFrom } from './correction.ts';
import { newCutName } from './new-cut-name.ts';
import { useCorrect } from './use-correct.ts';
import { useRuleOffer } from './use-rule-offer.ts';

export type VersionAction =
  | 'moveVersion'
  | 'makeVersion'
  | 'ownCut'
  | 'splitFrom'
  | 'notStem'
  | 'stemOf'
  | 'relabel'
  | 'moveUp'
  | 'moveDown';

const { actions: labels } = correctionsText;

/** The actions as menu entries show them. */
export const versionLooks: Record<VersionAction, { label: string; icon: LucideIcon; keys?: string }> = {
  moveVersion: { label: labels.moveVersion, icon: CornerUpRight, keys: 'M' },
  makeVersion: { label: labels.makeVersion, icon: CornerUpRight, keys: 'M' },
  ownCut: { label: labels.ownCut, icon: ListPlus },
  splitFrom: { label: labels.splitFrom, icon: Scissors },
  notStem: { label: labels.notStem, icon: CornerUpRight, keys: 'M' },
  stemOf: { label: labels.stemOf, icon: Layers },
  relabel: { label: labels.relabel, icon: Tag, keys: 'F2' },
  moveUp: { label: labels.moveUp, icon: ArrowUp },
  moveDown: { label: labels.moveDown, icon: ArrowDown },
};

/** The corrections that a version or a stem allows, in menu order. Lists show the newest version first: up is newer. */
export function versionActions(cut: Cut, file: File, role: Role): VersionAction[] {
  if (!may(role, 'version.correct')) return [];
  if (file.type === 'STEM' && isSound(file)) return ['notStem'];
  const versions = versionsOf(cut);
  const index = versions.findIndex(({ id }) => id === file.id);
  if (index < 0) return [];
  if (isOnlyVersion(cut, file)) return ['makeVersion', 'relabel'];
  const isFirst = index === 0;
  const isLast = index === versions.length - 1;
  const actions: (VersionAction | false)[] = [
    'moveVersion',
    'ownCut',
    // From the first it would be the whole cut, from the last it would be a cut of its own.
    !isFirst && !isLast && 'splitFrom',
    'stemOf',
    'relabel',
    !isLast && 'moveUp',
    !isFirst && 'moveDown',
  ];
  return actions.filter((action) => action !== false);
}

/** Runs a correction of a version or a stem. */
export function useVersionCorrections(project: ProjectSnapshot | null) {
  const { ask } = useFrame();
  const correct = useCorrect();
  const offerFor = useRuleOffer();
  const run = (action: VersionAction, cut: Cut, file: File) => {
    switch (action) {
      case 'moveVersion':
      case 'makeVersion':
      case 'notStem':
        if (project) ask({ kind: 'move-version', cut, file, project });
        break;
      case 'ownCut':
        void correct(ownCut(cut, file, newId(), newCutName(cut, file)), offerFor(file, true));
        break;
      case 'splitFrom':
        void correct(splitFrom(cut, file, newId(), newCutName(cut, file)), offerFor(file, true));
        break;
      case 'stemOf':
        ask({ kind: 'stem-of', cut, file });
        break;
      case 'relabel':
        ask({ kind: 'relabel', file });
        break;
      case 'moveUp':
      case 'moveDown': {
        const moved = moveInOrder(cut, file, action === 'moveUp' ? 1 : -1);
        if (moved) void correct(moved);
      }
    }
  };
  const entries = (cut: Cut, file: File): MenuEntry[] =>
    project === null
      ? []
      : versionActions(cut, file, project.role).map((action) => ({
          kind: 'item',
          label: versionLooks[action].label,
          icon: versionLooks[action].icon,
          onChoose: () => run(action, cut, file),
        }));
  return { run, entries };
}
