import { describe, expect, it } from 'vitest';
import type { Cut } from '../../protocol/wire/cut.ts';
import { currentSong, latestOf, playableSongs } from '../../renderer/features/mini/current-song.ts';
import {
  endsCard,
  findRow,
  projectRows,
  type Row,
  rowHeight,
  songGap,
  unfold,
} from '../../renderer/features/projects/project-rows.ts';
import { rowActions } from '../../renderer/features/projects/row-menu.ts';
import { alternateName, mainMix, mixesOf, newestFirst } from '../../renderer/platform/songs.ts';
import { splitTail } from '../../renderer/ui/name.tsx';
import { ana, cut, file, project, vibe } from '../fixtures/renderer/page/sample.ts';

const folded = { closedVibes: new Set<string>(), openCuts: new Set<string>() };

function mix(id: string, name: string, minutes: number, more: Partial<Cut> = {}): Cut {
  return { ...cut('v', id, name, 0, ana, [file(id, `${id}1`, `${name}.wav`, ana, minutes)]), ...more };
}

const moon = vibe('moon', 'Paper Moon', 0, [
  mix('moon-i', 'Paper Moon (Instrumental)', 5, { title: 'Paper Moon', alternate: 'instrumental' }),
  mix('moon-m', 'Paper Moon', 600, { title: 'Paper Moon' }),
]);
const ideas = vibe('ideas', 'Ideas', 1, [mix('riff', 'Riff', 90), mix('hum', 'Hum', 30)]);
const bus = vibe('bus', 'Night Bus', 2, [mix('bus-m', 'Night Bus v2', 60)]);
const nothing = vibe('nothing', 'Later', 3, []);
const ep = project('ep', 'EP', [ideas, nothing, bus, moon]);

describe('a vibe', () => {
  it('is a song if its cuts are one song and its alternates', () => {
    expect(mainMix(moon)?.id).toBe('moon-m');
    expect(mainMix(bus)?.id).toBe('bus-m');
    expect(alternateName(moon.cuts[0] as Cut)).toBe('Instrumental');
  });

  it('has its mixes in the band’s order, the main one first, if it has more than one', () => {
    expect(mixesOf(moon).map(({ id }) => id)).toEqual(['moon-m', 'moon-i']);
    expect(mixesOf(bus)).toEqual([]);
    expect(mixesOf(ideas)).toEqual([]);
    expect(mixesOf(nothing)).toEqual([]);
  });

  it('is a heading if it holds other titles, two main mixes, only alternates, or nothing', () => {
    expect(mainMix(ideas)).toBeNull();
    expect(mainMix(nothing)).toBeNull();
    expect(mainMix({ ...moon, cuts: moon.cuts.slice(0, 1) })).toBeNull();
    expect(mainMix({ ...bus, cuts: [...bus.cuts, mix('other', 'Night Bus', 1)] })).toBeNull();
  });

  it('stays a song when its cut is renamed after it', () => {
    expect(mainMix(vibe('v', 'Demo', 0, [mix('d', 'Demo', 1)]))?.id).toBe('d');
  });
});

describe('the list of songs', () => {
  it('is newest first: an alternate’s bounce counts for its song', () => {
    expect(newestFirst(ep.vibes).map(({ id }) => id)).toEqual(['moon', 'ideas', 'bus', 'nothing']);
    expect(projectRows(ep, folded, 'newest').map(({ key }) => key)).toEqual([
      ...['moon-m', 'ideas', 'hum', 'riff', 'bus-m', 'nothing'],
    ]);
    expect(projectRows(ep, folded, 'by-hand').map(({ key }) => key)).toEqual([
      ...['ideas', 'riff', 'hum', 'nothing', 'bus-m', 'moon-m'],
    ]);
  });

  it('shows alternates, then versions, below a song that is opened', () => {
    const open = { ...folded, openCuts: new Set(['moon-m']) };
    const rows = projectRows(ep, open, 'newest').slice(0, 4);
    expect(rows.map(({ key, level, position, of }) => [key, level, position, of])).toEqual([
      ['moon-m', 1, 1, 4],
      ['moon-i', 2, 1, 2],
      ['moon-m1', 2, 2, 2],
      ['ideas', 1, 2, 4],
    ]);
    expect(rows.map((_, index) => endsCard(rows, index))).toEqual([false, false, true, false]);
    expect(rowHeight(rows, 0, false)).toBe(72);
    expect(rowHeight(rows, 2, false)).toBe(40 + songGap);
  });

  it('opens the song that hides an alternate', () => {
    expect(findRow(projectRows(ep, folded, 'newest'), 'moon')).toBe(0);
    const open = unfold(folded, moon);
    expect(findRow(projectRows(ep, open, 'newest'), 'moon-i')).toBe(1);
  });

  it('moves a song only while the order is made by hand', () => {
    const [first] = projectRows(ep, folded, 'newest') as [Row];
    expect(rowActions(first, 'MEMBER', 'newest')).not.toContain('move-down');
    expect(rowActions(first, 'MEMBER', 'by-hand')).toContain('move-down');
    expect(rowActions(first, 'MEMBER', 'by-hand')).not.toContain('move-up');
    expect(rowActions(first, 'MEMBER', 'newest')).toEqual(
      expect.arrayContaining(['open', 'new-cut', 'rename', 'rename-vibe', 'move', 'merge']),
    );
  });
});

describe('a long name', () => {
  it('keeps its end', () => {
    const [head, tail] = splitTail('Sunset Groove with the long outro v4 final');
    expect(tail).toBe('o v4 final');
    expect(head + tail).toBe('Sunset Groove with the long outro v4 final');
  });

  it('has no gap at the cut', () => {
    expect(splitTail('Sunset Groove v3 rough.wav')).toEqual(['Sunset Groove v3 ', 'rough.wav']);
  });

  it('is split between whole characters, and between words if it reads from the right', () => {
    const family = '👩‍👩‍👧‍👦'.repeat(21);
    const [head, tail] = splitTail(family);
    expect([head, tail]).toEqual(['👩‍👩‍👧‍👦'.repeat(11), '👩‍👩‍👧‍👦'.repeat(10)]);
    const hebrew = '\u05d0'.repeat(40);
    expect(splitTail(hebrew)).toEqual([hebrew, '']);
    expect(splitTail(`${hebrew} \u05e1\u05d5\u05e4\u05d9 v4`)).toEqual([
      `${hebrew} `,
      '\u05e1\u05d5\u05e4\u05d9 v4',
    ]);
  });
});

describe('the song of the mini window', () => {
  it('is the one in the player, else the open one, else the one that changed last', () => {
    expect(currentSong(ep, { cutId: 'riff' }, 'hum')?.cut.id).toBe('riff');
    expect(currentSong(ep, null, 'hum')?.cut.id).toBe('hum');
    expect(currentSong(ep, { cutId: 'of another project' }, 'gone')?.cut.id).toBe('moon-i');
    expect(currentSong(project('empty', 'Empty', []), null, null)).toBeNull();
  });

  it('is chosen among those that can be played, the one that changed last first', () => {
    const silent = { ...mix('silent', 'Silent', 1), files: [] };
    const list = playableSongs(project('p', 'P', [vibe('v', 'V', 0, [silent, ...ideas.cuts])]));
    expect(list.map(({ cut: { id } }) => id)).toEqual(['hum', 'riff']);
    expect(latestOf(ep)?.track.fileId).toBe('moon-i1');
  });
});
