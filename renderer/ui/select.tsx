import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { classNames } from './class-names.ts';

export type SelectOption = { value: string; text: string };
/** Options under a name. */
export type SelectGroup = { name: string; options: readonly SelectOption[] };

/** Chooses from a list that opens below: by mouse, arrows, or the first letters of an option. */
export function Select({
  label,
  isLabelled = false,
  groups,
  value,
  onValue,
  className,
}: {
  label: string;
  /** Whether the label is above it, not only its accessible name. */
  isLabelled?: boolean;
  /** A group without a name is a plain list. */
  groups: readonly SelectGroup[];
  value: string;
  onValue: (value: string) => void;
  className?: string;
}) {
  const items = groups.flatMap(({ options }) => options.map(({ value, text }) => ({ value, label: text })));
  return (
    <Base.Root items={items} value={value} onValueChange={(next) => next !== null && onValue(next)}>
      {isLabelled && <Base.Label className="text-meta font-medium text-dim">{label}</Base.Label>}
      <Base.Trigger
        aria-label={isLabelled ? undefined : label}
        className={classNames(
          'flex h-8 min-w-0 items-center gap-2 rounded-md border border-line-strong bg-well pr-2 pl-2.5 text-left text-text hover:bg-hover',
          className,
        )}
      >
        <Base.Value className="min-w-0 flex-1 truncate" />
        <ChevronsUpDown size={13} aria-hidden className="shrink-0 text-faint" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner alignItemWithTrigger={false} sideOffset={4} className="z-50">
          <Base.Popup className="max-h-[min(var(--available-height),320px)] max-w-[calc(100vw-16px)] min-w-(--anchor-width) animate-appear overflow-y-auto rounded-md bg-raised py-1 shadow-lift focus-visible:outline-none">
            <Base.List className="focus-visible:outline-none">
              {groups.map(({ name, options }) => (
                <Options key={options[0]?.value} name={name} options={options} />
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Options({ name, options }: SelectGroup) {
  const items = options.map(({ value, text }) => (
    <Base.Item
      key={value}
      value={value}
      className="flex min-h-8 cursor-default items-center gap-2 px-2.5 py-1 data-highlighted:bg-chosen data-highlighted:outline-none"
    >
      <Base.ItemText className="min-w-0 flex-1 break-words">{text}</Base.ItemText>
      <Base.ItemIndicator className="shrink-0 text-dim">
        <Check size={14} aria-hidden />
      </Base.ItemIndicator>
    </Base.Item>
  ));
  if (name === '') return items;
  return (
    <Base.Group>
      <Base.GroupLabel className="truncate px-2.5 pt-2 pb-1 text-meta font-medium text-dim">
        {name}
      </Base.GroupLabel>
      {items}
    </Base.Group>
  );
}

/** A `Select` with its label above it. */
export function SelectField({
  label,
  options,
  value,
  onValue,
}: {
  label: string;
  options: readonly SelectOption[];
  value: string;
  onValue: (value: string) => void;
}) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <Select
        label={label}
        isLabelled
        groups={[{ name: '', options }]}
        value={value}
        onValue={onValue}
        className="w-full"
      />
    </div>
  );
}
