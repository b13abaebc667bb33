import { describe, expect, it } from 'vitest';
import type { Activity, ActivityType } from '../../protocol/wire/activity.ts';
import type { Notification } from '../../protocol/wire/notification.ts';
import { digestParts, missedByProject } from '../../renderer/features/digest/digest-parts.ts';
import { digestText } from '../../renderer/text/digest.ts';

const person = (name: string) => ({ id: name.toLowerCase(), name, avatarUrl: null });
const at = (minute: number) => new Date(minute * 60_000).toISOString();
const absence = { from: 0, until: 100 * 60_000 };
let count = 0;

function did(type: ActivityType, who: string, song: string, more: Partial<Activity> = {}): Activity {
  count += 1;
  const id = `a${count}`;
  return {
    ...{ id, type, projectId: 'ep', actor: person(who), createdAt: at(50) },
    target: { type: 'file', id: `f${id}`, name: `${song}.wav` },
    version: { cutName: song, number: 4 },
    link: { projectId: 'ep', cutId: song, fileId: `f${id}` },
    ...more,
  };
}
const commented = (commentId: string) =>
  did('comment_added', 'Ana', 'Dune', { link: { projectId: 'ep', cutId: 'Dune', commentId } });
const mention = (link: Partial<Notification['link']>, more: Partial<Notification> = {}): Notification => ({
  ...{ id: 'n', type: 'mentioned', title: '', message: '', isRead: false, createdAt: at(50) },
  link: { projectId: 'ep', ...link },
  ...more,
});
const summary = (
  activities: Activity[],
  notifications: Notification[] = [],
  open = ['k1', 'k2', 'k3', 'k4'],
) =>
  missedByProject(activities, notifications, absence, 'me').map((missed) =>
    digestParts(missed, new Set(open))
      .map(({ text }) => text)
      .join(', '),
  );

describe('the summary of an absence', () => {
  it('is one calm sentence for a project', () => {
    const bounces = ['Dune', 'Dune', 'Kite', 'Kite', 'Night Bus', 'Dune'].map((song) =>
      did('file_uploaded', 'Ana', song),
    );
    const comments = ['k1', 'k2', 'k3', 'k4'].map(commented);
    expect(
      summary(
        [...bounces, ...comments, did('file_approved', 'Ben', 'Dune')],
        [mention({ cutId: 'Dune', commentId: 'k1' })],
      ),
    ).toEqual([
      'Ana bounced 6 versions of 3 songs, Ben approved Dune v4, 4 new open points (1 mentions you)',
    ]);
  });

  it('names a single version, and leads to it', () => {
    const bounce = did('file_uploaded', 'Ana', 'Dune');
    const [missed] = missedByProject([bounce], [], absence, 'me');
    expect(missed && digestParts(missed, new Set())).toEqual([
      {
        key: 'bounces ana',
        text: 'Ana bounced Dune v4',
        to: { name: 'project', projectId: 'ep', cutId: 'Dune', fileId: bounce.link.fileId },
      },
    ]);
  });

  it('leaves out what the user did, points that are done, and mentions that were read elsewhere', () => {
    const own = did('file_uploaded', 'Me', 'Dune');
    expect(summary([own])).toEqual([]);
    expect(summary([own, commented('k1'), commented('k2')], [], ['k2'])).toEqual(['1 new open point']);
    expect(summary([], [mention({ messageId: 'm' }, { isRead: true })])).toEqual([]);
    expect(summary([], [mention({ messageId: 'm' }, { createdAt: at(101) })])).toEqual([]);
    expect(summary([], [mention({ messageId: 'm' })])).toEqual(['1 mention in the room']);
  });

  it('counts people when they are many, and says who joined', () => {
    const bounces = ['Ana', 'Ben', 'Cy', 'Dee'].map((who) => did('file_uploaded', who, 'Dune'));
    const joined = did('member_joined', 'Eve', '', { target: { type: 'member', id: 'eve', name: 'Eve' } });
    expect(summary([...bounces, joined])).toEqual(['4 people bounced 4 versions of Dune, Eve joined']);
  });

  it('is apart for each project, the busiest first', () => {
    const live = { projectId: 'live', link: { projectId: 'live', cutId: 'Set' } };
    expect(
      summary([
        did('file_uploaded', 'Ana', 'Set', live),
        did('file_uploaded', 'Ana', 'Dune'),
        did('file_uploaded', 'Ana', 'Dune'),
      ]),
    ).toEqual(['Ana bounced 2 versions of Dune', 'Ana bounced Set v4']);
  });

  it('says how long it was', () => {
    expect([5, 24, 47].map((hours) => digestText.length(hours * 3_600_000))).toEqual([
      '5 hours',
      '1 day',
      '2 days',
    ]);
  });
});
