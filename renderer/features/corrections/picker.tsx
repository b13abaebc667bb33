import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { Option } from '../../ui/option.tsx';
import { PickerField } from '../../ui/picker-field.tsx';

/** `group`: choices of one stand together. */
export type Choice<Group extends string> = {
  key: string;
  group: Group;
  mark: ReactNode;
  label: string;
  hint: string;
  onChoose: () => void;
};

export type PickerText<Group extends string> = {
  field: string;
  list: string;
  groups: Record<Group, string>;
  /** If there is none of these choices. */
  nothing(query: string): string;
  announced(choices: number): string;
};

/**
 * A field, and the choices that fit what is typed in it. The group `own` comes last and isn't counted; `own` and `found` have
 * no heading.
 */
export function Picker<Group extends string>({
  text,
  choicesOf,
}: {
  text: PickerText<Group>;
  choicesOf: (query: string) => Choice<Group>[];
}) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const id = useId();
  const choices = choicesOf(query);
  const chosen = Math.min(active, choices.length - 1);
  const counted = choices.filter(({ group }) => group !== 'own').length;
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <PickerField
        label={text.field}
        placeholder={text.field}
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
        {text.announced(counted)}
      </p>
      {counted === 0 && (
        <p className="px-2 py-3 text-center break-words text-dim">{text.nothing(query.trim())}</p>
      )}
      {choices.length > 0 && (
        <Choices text={text} id={id} choices={choices} active={chosen} onPoint={setActive} />
      )}
    </div>
  );
}

function Choices<Group extends string>({
  text,
  id,
  choices,
  active,
  onPoint,
}: {
  text: PickerText<Group>;
  id: string;
  choices: readonly Choice<Group>[];
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
      aria-label={text.list}
      tabIndex={-1}
      className="-mx-2 max-h-80 min-h-0 flex-1 overflow-y-auto"
    >
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
        <div
          key={group}
          role="group"
          aria-label={text.groups[group]}
          className={classNames('pb-2', group === 'own' && 'border-t border-line pt-2')}
        >
          {group !== 'own' && group !== 'found' && (
            <div aria-hidden className="px-2 pt-1 pb-1 text-meta font-semibold text-faint">
              {text.groups[group]}
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
  choice: Choice<string>;
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
