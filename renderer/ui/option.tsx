import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** An option of the list below a `PickerField`, which keeps the focus and handles the keys. */
export function Option({
  id,
  mark,
  isActive,
  onPoint,
  onChoose,
  children,
}: {
  id: string;
  /** Before its name: an icon or a picture. */
  mark: ReactNode;
  isActive: boolean;
  onPoint: () => void;
  onChoose: () => void;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys and keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: the field refers to it as the active option
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      onPointerMove={() => !isActive && onPoint()}
      // The focus stays in the field.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={classNames(
        'flex min-h-8 cursor-default items-center gap-2.5 rounded-md px-2 py-1',
        isActive && 'bg-chosen',
      )}
    >
      <span className="flex w-6 shrink-0 justify-center text-faint">{mark}</span>
      {children}
    </div>
  );
}
