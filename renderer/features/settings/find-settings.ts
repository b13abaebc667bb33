import type { SettingsPage, SettingsSection } from './settings-pages.ts';

export type FoundSection = { page: SettingsPage; section: SettingsSection };

/** The sections in which every typed word is, in their order. Null if nothing was typed. */
export function findSettings(pages: readonly SettingsPage[], typed: string): FoundSection[] | null {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return null;
  return pages.flatMap((page) =>
    page.sections
      .filter(({ title, words }) => {
        const known = `${title} ${words} ${page.title}`.toLowerCase();
        return wanted.every((word) => known.includes(word));
      })
      .map((section) => ({ page, section })),
  );
}
