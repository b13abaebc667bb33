import { plural } from '../../common/plural.ts';

const hour = 60 * 60_000;

export const digestText = {
  heading: 'While you were away',
  /** `2 days`; `6 hours`. */
  length: (milliseconds: number) => {
    const hours = Math.round(milliseconds / hour);
    return hours < 24 ? plural(hours, 'hour') : plural(Math.round(hours / 24), 'day');
  },
  dismiss: 'Dismiss the summary',
  dismissFailed: 'Couldn’t dismiss the summary',
  people: (people: number) => `${people} people`,
  one: {
    bounces: (song: string, version: number) => `bounced ${song} v${version}`,
    approvals: (song: string, version: number) => `approved ${song} v${version}`,
  },
  openPoints: (points: number, asked: number) =>
    [plural(points, 'new open point'), asked > 0 && `(${asked} ${asked === 1 ? 'mentions' : 'mention'} you)`]
      .filter(Boolean)
      .join(' '),
  inRoom: (mentions: number) => `${plural(mentions, 'mention')} in the room`,
  joined: (names: readonly string[]) =>
    names.length > 3 ? `${names.length} people joined` : `${new Intl.ListFormat('en').format(names)} joined`,
};
