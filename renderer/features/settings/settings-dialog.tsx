import { Tabs } from '@base-ui/react/tabs';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useNarrowerThan, widths } from '../../platform/media.ts';
import { useSession } from '../../platform/session-context.tsx';
import type { SettingsPageName } from '../../platform/settings-page-names.ts';
import { settingsPagesText as text } from '../../text/settings.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Modal } from '../../ui/dialog.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { findSettings } from './find-settings.ts';
import { type SettingsPage, settingsPagesFor } from './settings-pages.ts';
import { SettingsFound, SettingsSearch } from './settings-search.tsx';

/** Settings of this computer and of the account, in pages. Each takes effect at once. In a narrow window, a list and then a page. */
export function Settings({ page: asked, onClose }: { page?: SettingsPageName; onClose: () => void }) {
  const { capabilities } = useSession().facts;
  const pages = useMemo(() => settingsPagesFor(capabilities), [capabilities]);
  const narrow = useNarrowerThan(widths.rows);
  const known = pages.find(({ name }) => name === asked)?.name ?? null;
  const [chosen, setChosen] = useState<SettingsPageName | null>(known);
  const [sectionTitle, setSectionTitle] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  /** The page that was left for the list, which gets the focus there. */
  const [left, setLeft] = useState<SettingsPageName | null>(null);
  const found = findSettings(pages, typed);
  const shown = chosen ?? (narrow ? null : (pages[0]?.name ?? null));
  const page = pages.find(({ name }) => name === shown);
  const choose = (name: SettingsPageName | null, title: string | null = null) => {
    setChosen(name);
    setSectionTitle(title);
    if (title !== null) setTyped('');
  };
  return (
    <Modal title={text.title} wide="pages" onClose={onClose}>
      <Tabs.Root
        orientation="vertical"
        value={shown}
        onValueChange={(name: SettingsPageName | null) => choose(name)}
        className="flex min-h-0 flex-1"
      >
        <div
          className={classNames(
            'flex min-h-0 flex-col gap-2 p-2',
            narrow ? 'flex-1' : 'w-54 shrink-0 border-r border-line',
            narrow && page && 'hidden',
          )}
        >
          <SettingsSearch typed={typed} count={found?.length ?? null} onTyped={setTyped} />
          {found && <SettingsFound found={found} onChoose={(to, title) => choose(to, title)} />}
          <PageList
            shown={shown}
            pages={pages}
            narrow={narrow}
            isHidden={found !== null}
            left={page ? null : left}
          />
        </div>
        {page && (
          <Page
            page={page}
            sectionTitle={sectionTitle}
            onBack={
              narrow
                ? () => {
                    setLeft(page.name);
                    choose(null);
                  }
                : undefined
            }
          />
        )}
      </Tabs.Root>
    </Modal>
  );
}

function PageList({
  pages,
  narrow,
  isHidden,
  shown,
  left,
}: {
  pages: readonly SettingsPage[];
  narrow: boolean;
  /** Behind what the search has found. */
  isHidden: boolean;
  shown: SettingsPageName | null;
  left: SettingsPageName | null;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (left !== null) list.current?.querySelector<HTMLElement>(`[data-page='${left}']`)?.focus();
  }, [left]);
  return (
    <Tabs.List
      ref={list}
      aria-label={text.list}
      // In a narrow window a page covers the list, so the arrow keys only move.
      activateOnFocus={!narrow}
      className={classNames('flex min-h-0 flex-col gap-0.5 overflow-y-auto', isHidden && 'hidden')}
    >
      {pages.map(({ name, title, icon: Icon }) => (
        <Tabs.Tab
          key={name}
          value={name}
          data-page={name}
          // The focus chooses a page, so it must begin on the one that is shown.
          data-first-focus={name === (shown ?? pages[0]?.name) || undefined}
          className={classNames(
            'flex shrink-0 items-center gap-2.5 rounded-md px-2.5 text-left text-dim hover:bg-hover hover:text-text focus-visible:-outline-offset-2 data-active:bg-chosen data-active:font-medium data-active:text-text',
            narrow ? 'h-11' : 'h-8',
          )}
        >
          <Icon size={15} aria-hidden className="shrink-0" />
          <span className="min-w-0 flex-1 truncate">{title}</span>
          {narrow && <ChevronRight size={14} aria-hidden className="shrink-0 text-faint" />}
        </Tabs.Tab>
      ))}
    </Tabs.List>
  );
}

function Page({
  page: { name, title, sections },
  sectionTitle,
  onBack,
}: {
  page: SettingsPage;
  /** The section that the search led to. */
  sectionTitle: string | null;
  onBack: (() => void) | undefined;
}) {
  const asked = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (sectionTitle === null) return;
    asked.current?.focus({ preventScroll: true });
    asked.current?.scrollIntoView({ block: 'nearest' });
  }, [sectionTitle]);
  return (
    <Tabs.Panel value={name} tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
      {onBack && (
        <div className="flex shrink-0 items-center gap-1 border-b border-line px-2 py-1.5">
          <Button tone="quiet" icon={ChevronLeft} autoFocus onClick={onBack}>
            {text.back}
          </Button>
          <h3 className="min-w-0 truncate font-medium">{title}</h3>
        </div>
      )}
      <ScrollRegion
        key={name}
        label={text.pageLabel(title)}
        className="flex flex-1 flex-col gap-6 px-4 py-4 *:shrink-0 max-[480px]:px-2"
      >
        {sections.map(({ title: heading, Section }) => (
          <div
            key={heading}
            ref={heading === sectionTitle ? asked : undefined}
            tabIndex={-1}
            className="rounded-md empty:hidden"
          >
            <Section />
          </div>
        ))}
      </ScrollRegion>
    </Tabs.Panel>
  );
}
