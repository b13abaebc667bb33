import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

const box =
  'h-8 w-full min-w-0 rounded-md border border-line-strong bg-well px-2.5 text-text placeholder:text-faint aria-invalid:border-over';

/** One line of text with its label. `error` is shown below it and describes it. */
export function TextField({
  label,
  error,
  hint,
  className,
  ...rest
}: ComponentProps<'input'> & { label: string; error?: string | undefined; hint?: ReactNode }) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-meta font-medium text-dim">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={below ? `${id}-below` : undefined}
        spellCheck={false}
        className={box}
        {...rest}
      />
      {below && (
        <p
          id={`${id}-below`}
          role={error ? 'alert' : undefined}
          className={classNames('text-meta break-words', error ? 'text-over' : 'text-faint')}
        >
          {below}
        </p>
      )}
    </div>
  );
}

/** Chooses one of a few visible options, each with a hint. */
export function ChoiceField({
  label,
  options,
  value,
  onValue,
}: {
  label: string;
  options: { value: string; text: string; hint: string }[];
  value: string;
  onValue: (value: string) => void;
}) {
  const name = useId();
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-meta font-medium text-dim">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="flex cursor-default items-start gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover has-checked:bg-accent-wash"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            aria-label={option.text}
            aria-describedby={`${name}-${option.value}`}
            checked={option.value === value}
            onChange={() => onValue(option.value)}
            className="mt-[3px] size-3.5 shrink-0 accent-accent"
          />
          <span className="min-w-0">
            <span className="block">{option.text}</span>
            <span id={`${name}-${option.value}`} className="block text-meta text-dim">
              {option.hint}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** A switch that takes effect at once. */
export function SwitchField({
  label,
  hint,
  checked,
  onChecked,
}: {
  label: string;
  hint?: string;
  checked: boolean;
  onChecked: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <label className="flex min-h-9 cursor-default items-center gap-3 rounded-md px-2 py-1.5 hover:bg-hover">
      <span className="min-w-0 flex-1">
        <span className="block break-words">{label}</span>
        {hint && (
          <span id={id} className="block text-meta text-dim">
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-label={label}
        aria-describedby={hint ? id : undefined}
        aria-checked={checked}
        checked={checked}
        onChange={(event) => onChecked(event.target.checked)}
        className="relative h-4.5 w-8 shrink-0 appearance-none rounded-full border border-line-strong bg-well transition-colors duration-100 before:absolute before:top-0.5 before:left-0.5 before:size-3 before:rounded-full before:bg-dim before:transition-transform before:duration-100 checked:border-accent checked:bg-accent checked:before:translate-x-3.5 checked:before:bg-on-accent"
      />
    </label>
  );
}
