import { type ReactNode, useId } from 'react';

/** A titled part of a side panel, with its actions to the right of the title. */
export function PanelSection({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="px-2 pb-3">
      <header className="flex h-8 items-center pl-2">
        <h2 id={id} className="flex-1 text-meta font-semibold text-faint">
          {title}
        </h2>
        {actions}
      </header>
      {children}
    </section>
  );
}
