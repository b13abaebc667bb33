import { useId } from 'react';
import { classNames } from './class-names.ts';

/** Chooses one of a few short options that are all in sight. */
export function Segments<Value extends string>({
  label,
  options,
  value,
  onValue,
  className,
}: {
  /** For screen readers. */
  label: string;
  options: readonly { value: Value; text: string }[];
  value: Value;
  onValue: (value: Value) => void;
  className?: string;
}) {
  const name = useId();
  return (
    <fieldset className={classNames('inline-flex min-w-0 gap-0.5 rounded-md bg-hover p-0.5', className)}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="relative flex h-6 min-w-0 items-center rounded-[5px] px-2.5 text-meta leading-none font-medium text-dim hover:text-text has-checked:bg-chosen has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onValue(option.value)}
            className="absolute inset-0 appearance-none rounded-[5px] outline-none"
          />
          <span className="truncate">{option.text}</span>
        </label>
      ))}
    </fieldset>
  );
}
