import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** An option of the list below a `PickerField`, which keeps the focus and handles the keys. */
export function Option({
  id,
  icon: Icon,
  isActive,
  onPoint,
  onChoose,
  children,
}: {
  id: string;
  icon: LucideIcon;
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
      <Icon size={14} aria-hidden className="shrink-0 text-faint" />
      {children}
    </div>
  );
}
