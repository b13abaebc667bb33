import { plural } from '../../common/plural.ts';
import type { SharedSong } from '../../protocol/wire/share.ts';
import { escapeHtml } from '../http/plain-page.ts';
import { titleOf } from './shared-songs.ts';
import { kindOf, type Shared } from './shares.ts';

/** The texts of a pasted link's preview. */
export type Preview = { title: string; description: string };

/** Of a link with a password: nothing of what is behind it. */
export const previewOfNothing: Preview = {
  title: 'Shared with BandMate',
  description: 'This link needs a password.',
};

const goneTitle = 'This link doesn’t work';

export function describeShared(shared: Shared, songs: readonly SharedSong[]): Preview {
  const by = `Shared by ${shared.creatorName} with BandMate`;
  const first = songs[0]?.versions[0];
  const title = titleOf(shared, songs);
  const kind = kindOf(shared);
  if (kind === 'group' || kind === 'project') {
    const seconds = songs.reduce((sum, { versions }) => sum + (versions[0]?.durationSeconds ?? 0), 0);
    const count = plural(songs.length, 'song');
    return { title, description: [count, lengthOf(seconds), by].join(' · ') };
  }
  if (!first || first.durationSeconds === null) return { title, description: by };
  return { title, description: [first.label, lengthOf(first.durationSeconds), by].join(' · ') };
}

function lengthOf(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** The title of the page and, for a link that works, the tags of Open Graph and Twitter. Every text is escaped. */
export function tagsOf(preview: Preview | null, address: string): string {
  if (!preview) return `<title>${goneTitle} · BandMate</title>`;
  const { title, description } = preview;
  const image = `${address}/preview.png`;
  const tags: [kind: 'property' | 'name', name: string, content: string][] = [
    ['name', 'description', description],
    ['property', 'og:site_name', 'BandMate'],
    ['property', 'og:type', 'website'],
    ['property', 'og:title', title],
    ['property', 'og:description', description],
    ['property', 'og:url', address],
    ['property', 'og:image', image],
    ['property', 'og:image:type', 'image/png'],
    ['property', 'og:image:width', '1200'],
    ['property', 'og:image:height', '630'],
    ['property', 'og:image:alt', 'A waveform'],
    ['name', 'twitter:card', 'summary_large_image'],
    ['name', 'twitter:title', title],
    ['name', 'twitter:description', description],
    ['name', 'twitter:image', image],
  ];
  return [
    `<title>${escapeHtml(title)} · BandMate</title>`,
    ...tags.map(([kind, name, content]) => `<meta ${kind}="${name}" content="${escapeHtml(content)}" />`),
  ].join('\n    ');
}
