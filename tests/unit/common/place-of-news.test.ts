import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type News, type PlaceOfNews, placeOfNews, type Whereabouts } from '../../../common/place-of-news.ts';

const news: readonly News[] = ['project', 'invitation', 'room', 'direct', 'undoable', 'failure'];
const whereabouts: readonly Whereabouts[] = [
  ...(['in view', 'same project', 'elsewhere', 'mini window', 'background', 'away'] as const),
];

/** The rows of the table under the heading, without its head. */
function tableOf(heading: string): string[][] {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/screens.md'), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('news', () => {
  it('is announced where the documentation says', () => {
    const table = tableOf('One event, one place').map((cells) => cells.slice(1));
    expect(table).toEqual(news.map((one) => whereabouts.map((where) => placeOfNews(one, where))));
  });

  it('is never on the desktop while it is to be quiet', () => {
    const quiet = news.flatMap((one) => whereabouts.map((where) => placeOfNews(one, where, true)));
    expect(quiet).not.toContain('desktop');
    expect(placeOfNews('direct', 'background', true)).toBe('count');
  });

  it('comes over the window only if it can be undone or went wrong', () => {
    const loud = news.filter((one) =>
      whereabouts.some((where) => placeOfNews(one, where) === ('message' satisfies PlaceOfNews)),
    );
    expect(loud).toEqual(['undoable', 'failure']);
  });
});
