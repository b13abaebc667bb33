import { ListPlus } from 'lucide-react';
import { versionsOf } from '../../../protocol/state/versions.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { pictureOf } from '../../platform/songs.ts';
import { correctionsText } from '../../text/corrections.ts';
import { Art } from '../../ui/art.tsx';
import { type Choice, Picker, type PickerText } from './picker.tsx';
import { rankCuts } from './rank-cuts.ts';

const text = correctionsText.move;

type Group = 'here' | 'best' | 'others' | 'found' | 'own';

const pickerText: PickerText<Group> = {
  field: text.field,
  list: text.cuts,
  groups: text,
  nothing: (query) => (query === '' ? text.noOther : text.nothing(query)),
  announced: text.announced,
};

type Wish = {
  project: ProjectSnapshot;
  /** Of the file or cut that is placed. */
  name: string;
  /** The cut that it is in. It can't be chosen, or is the first choice. */
  from: Cut;
  mayStay?: boolean;
  own?: { name: string; onChoose: () => void } | undefined;
  onCut: (cut: Cut) => void;
};

/** Chooses one of the project's cuts, the best matches for a name first. `own`: the last choice is a new cut. */
export function CutPicker(wish: Wish) {
  return <Picker text={pickerText} choicesOf={(query) => choicesOf(wish, query)} />;
}

function choicesOf({ project, name, from, mayStay = false, own, onCut }: Wish, query: string) {
  const isSearch = query.trim() !== '';
  const ranked = rankCuts(project, name, mayStay ? { query } : { query, except: from.id });
  const cuts = ranked.map(({ cut, vibeName, isLikely }): Choice<Group> => {
    const isHere = cut.id === from.id && !isSearch;
    return {
      key: cut.id,
      group: isHere ? 'here' : isSearch ? 'found' : isLikely ? 'best' : 'others',
      mark: (
        <Art
          name={cut.name}
          picture={pictureOf(project.vibes.find(({ id }) => id === cut.vibeId))}
          size={24}
        />
      ),
      label: cut.name,
      hint: [vibeName !== cut.name && vibeName, text.versions(versionsOf(cut).length)]
        .filter(Boolean)
        .join(' · '),
      onChoose: () => onCut(cut),
    };
  });
  const ordered = [
    ...cuts.filter(({ group }) => group === 'here'),
    ...cuts.filter(({ group }) => group !== 'here'),
  ];
  if (!own) return ordered;
  const { onChoose } = own;
  const hint = text.ownHint(own.name);
  const mark = <ListPlus size={14} aria-hidden />;
  return [...ordered, { key: 'own', group: 'own' as const, mark, label: text.own, hint, onChoose }];
}
