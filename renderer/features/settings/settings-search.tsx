import { Search } from 'lucide-react';
import type { SettingsPageName } from '../../platform/settings-page-names.ts';
import { settingsPagesText as text } from '../../text/settings.ts';
import type { FoundSection } from './find-settings.ts';

/** Finds a section by its words. `count`: of what was found; null if nothing was typed. */
export function SettingsSearch({
  typed,
  count,
  onTyped,
}: {
  typed: string;
  count: number | null;
  onTyped: (typed: string) => void;
}) {
  return (
    <div className="relative shrink-0">
      <Search size={14} aria-hidden className="absolute inset-y-0 left-2.5 my-auto text-faint" />
      <input
        type="search"
        aria-label={text.search}
        placeholder={text.search}
        spellCheck={false}
        value={typed}
        onChange={(event) => onTyped(event.target.value)}
        onKeyDown={(event) => {
          const first = event.currentTarget.closest('[role=dialog]')?.querySelector('[data-found]');
          if (event.key === 'Escape' && typed !== '') {
            // The dialog stays: only the search ends.
            event.stopPropagation();
            onTyped('');
          } else if ((event.key === 'ArrowDown' || event.key === 'Enter') && first instanceof HTMLElement) {
            event.preventDefault();
            if (event.key === 'Enter') first.click();
            else first.focus();
          }
        }}
        className="h-8 w-full min-w-0 rounded-md border border-line-strong bg-well pr-2 pl-8 text-text placeholder:text-faint"
      />
      <span role="status" className="sr-only">
        {count === null ? '' : text.found(count)}
      </span>
    </div>
  );
}

export function SettingsFound({
  found,
  onChoose,
}: {
  found: readonly FoundSection[];
  onChoose: (page: SettingsPageName, title: string) => void;
}) {
  if (found.length === 0) return <p className="px-2.5 text-dim">{text.none}</p>;
  return (
    <ul aria-label={text.results} className="flex min-h-0 flex-col gap-0.5 overflow-y-auto">
      {found.map(({ page, section }) => (
        <li key={`${page.name} ${section.title}`}>
          <button
            type="button"
            data-found
            onClick={() => onChoose(page.name, section.title)}
            onKeyDown={(event) => {
              const row = event.currentTarget.parentElement;
              const step = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling }[
                event.key
              ];
              if (step === undefined) return;
              event.preventDefault();
              step?.querySelector('button')?.focus();
            }}
            className="flex w-full flex-col rounded-md px-2.5 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
          >
            <span className="max-w-full truncate">{section.title}</span>
            <span className="max-w-full truncate text-meta text-faint">{page.title}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
