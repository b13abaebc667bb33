import { ListPlus } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { versionsOf } from '../../../protocol/state/versions.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { pictureOf } from '../../platform/songs.ts';
import { correctionsText } from '../../text/corrections.ts';
import { Art } from '../../ui/art.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Option } from '../../ui/option.tsx';
import { PickerField } from '../../ui/picker-field.tsx';
import { rankCuts } from './rank-cuts.ts';

const text = correctionsText.move;

/** Chooses one of the project's cuts, the best matches for a name first. `own`: the last choice is a new cut. */
export function CutPicker({
  project,
  name,
  except,
  own,
  onCut,
}: {
  project: ProjectSnapshot;
  /** Of the file or cut that is placed. */
  name: string;
  except: string;
  own?: { name: string; onChoose: () => void } | undefined;
  onCut: (cut: Cut) => void;
}) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const id = useId();
  const choices = choicesOf(project, { name, except, query, own, onCut });
  const chosen = Math.min(active, choices.length - 1);
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <PickerField
        label={text.field}
        placeholder={text.placeholder}
        maxLength={200}
        value={query}
        list={choices.length > 0 ? id : undefined}
        active={choices.length > 0 ? `${id}-${chosen}` : undefined}
        onType={(typed) => {
          setQuery(typed);
          setActive(0);
        }}
        onMove={(by) => setActive(Math.max(0, Math.min(choices.length - 1, chosen + by)))}
        onEnter={() => choices[chosen]?.onChoose()}
      />
      <p role="status" className="sr-only">
        {text.announced(choices.filter(({ group }) => group !== 'own').length)}
      </p>
      {choices.every(({ group }) => group === 'own') && (
        <p className="px-2 py-3 text-center break-words text-dim">
          {query.trim() === '' ? text.noOther : text.nothing(query.trim())}
        </p>
      )}
      {choices.length > 0 && <Choices id={id} choices={choices} active={chosen} onPoint={setActive} />}
    </div>
  );
}

type Choice = {
  key: string;
  group: 'best' | 'others' | 'found' | 'own';
  mark: ReactNode;
  label: string;
  hint: string;
  onChoose: () => void;
};

function choicesOf(
  project: ProjectSnapshot,
  {
    name,
    except,
    query,
    own,
    onCut,
  }: {
    name: string;
    except: string;
    query: string;
    own: { name: string; onChoose: () => void } | undefined;
    onCut: (cut: Cut) => void;
  },
): Choice[] {
  const cuts = rankCuts(project, name, { query, except }).map(
    ({ cut, vibeName, isLikely }): Choice => ({
      key: cut.id,
      group: query.trim() !== '' ? 'found' : isLikely ? 'best' : 'others',
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
    }),
  );
  if (!own) return cuts;
  const { onChoose } = own;
  return [
    ...cuts,
    {
      key: 'own',
      group: 'own',
      mark: <ListPlus size={14} aria-hidden />,
      label: text.own,
      hint: text.ownHint(own.name),
      onChoose,
    },
  ];
}

function Choices({
  id,
  choices,
  active,
  onPoint,
}: {
  id: string;
  choices: readonly Choice[];
  active: number;
  onPoint: (index: number) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other choices need scrolling again
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active, choices.length]);
  const groups = [...new Set(choices.map(({ group }) => group))];
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={text.cuts}
      tabIndex={-1}
      className="-mx-2 max-h-80 min-h-0 flex-1 overflow-y-auto"
    >
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
        <div
          key={group}
          role="group"
          aria-label={text[group]}
          className={classNames('pb-2', group === 'own' && 'border-t border-line pt-2')}
        >
          {group !== 'own' && group !== 'found' && (
            <div aria-hidden className="px-2 pt-1 pb-1 text-meta font-semibold text-faint">
              {text[group]}
            </div>
          )}
          {choices.map((choice, index) =>
            choice.group === group ? (
              <ChoiceOption
                key={choice.key}
                id={`${id}-${index}`}
                choice={choice}
                isActive={index === active}
                onPoint={() => onPoint(index)}
              />
            ) : null,
          )}
        </div>
      ))}
    </div>
  );
}

function ChoiceOption({
  id,
  choice,
  isActive,
  onPoint,
}: {
  id: string;
  choice: Choice;
  isActive: boolean;
  onPoint: () => void;
}) {
  const { mark, label, hint, onChoose } = choice;
  return (
    <Option id={id} mark={mark} isActive={isActive} onPoint={onPoint} onChoose={onChoose}>
      <span title={label} className="min-w-0 truncate">
        {label}
      </span>
      <span title={hint} className="min-w-0 flex-1 truncate text-right text-meta text-dim tabular-nums">
        {hint}
      </span>
    </Option>
  );
}
