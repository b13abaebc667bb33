import { createHash } from 'node:crypto';
import { endOf, type Placed, placeComment } from '../../audio/difference/place-comment.ts';
import { overlayComments } from '../../commands/overlay-comments.ts';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import type { Difference } from '../../protocol/wire/difference.ts';
import type { AccountRuntime } from '../runtime/account.ts';
import { localText } from '../text/local.ts';
import { describeSong, findSong, type LocalSong, type LocalVersion } from './songs.ts';

/** A program shows a list beside its own work: the whole text is in the app. In characters. */
const longestText = 1_000;
const mostReplies = 20;

export type LocalPoint = {
  id: string;
  seconds: number;
  /** Null for a moment. */
  endSeconds: number | null;
  place: Placed['kind'];
  /** The name of the version that it was made on, if that is another one. */
  madeOn: string | null;
  author: string;
  text: string;
  isOpen: boolean;
  /** The server doesn't have the last change to it yet. */
  isPending: boolean;
  createdAt: string;
  replies: { author: string; text: string }[];
};

export type LocalPoints = {
  /** Changes whenever anything else in the answer does. */
  revision: string;
  song: Omit<LocalSong, 'versions'>;
  version: LocalVersion | null;
  /** By their place; those whose place is gone come last. */
  points: LocalPoint[];
};

type PointsQuery = { song: string; version?: string | undefined; status: 'open' | 'all' };

export type ReadDifference = (newer: string, older: string) => Promise<Difference | undefined>;

/** The points of a song at a version, by the rule of the app's own screens. */
export async function readPoints(
  account: Pick<AccountRuntime, 'cache' | 'outbox' | 'account' | 'comments'>,
  { song, version: versionId, status }: PointsQuery,
  readDifference: ReadDifference,
): Promise<Answer<LocalPoints>> {
  const found = findSong(account, song);
  if (!found) return { ok: false, kind: 'not-found', message: localText.noSong };
  const { cut, project } = found;
  const { versions, ...described } = describeSong(cut, project);
  const version = versionId === undefined ? versions.at(-1) : versions.find(({ id }) => id === versionId);
  if (versionId !== undefined && !version)
    return { ok: false, kind: 'not-found', message: localText.noVersion };

  const isKnown = account.cache.findProjectOf(cut.id) !== undefined;
  const read = isKnown ? await account.comments.list(cut.id) : { ok: true as const, data: [] };
  if (!read.ok) return read;
  const pending = new Set<string>();
  const shown = overlayComments(read.data, account.outbox.listShown(), {
    ...{ cutId: cut.id, me: account.account, formerIds: cut.formerIds ?? [] },
    note(subject, { state }) {
      if (state.kind !== 'confirmed') pending.add(subject);
    },
  }).filter(({ resolvedAt }) => status === 'all' || !resolvedAt);

  const names = new Map(versions.map(({ id, name }) => [id, name]));
  const differences = await readDifferences(shown, version, names, readDifference);
  const placed = shown
    .map((comment) => placeComment(comment, version?.id ?? null, (fileId) => differences.get(fileId)))
    .sort(byPlace);
  const points = placed.map((one) => describePoint(one, names, pending));
  const rest = { song: described, version: version ?? null, points };
  return { ok: true, data: { revision: revisionOf(rest), ...rest } };
}

async function readDifferences(
  comments: readonly Comment[],
  version: LocalVersion | undefined,
  names: ReadonlyMap<string, string>,
  read: ReadDifference,
): Promise<ReadonlyMap<string, Difference>> {
  const ids = new Set(comments.flatMap(({ fileId }) => fileId ?? []));
  const found = new Map<string, Difference>();
  if (!version) return found;
  for (const id of ids) {
    const difference = id === version.id || !names.has(id) ? undefined : await read(version.id, id);
    if (difference) found.set(id, difference);
  }
  return found;
}

function describePoint(
  placed: Placed<Comment>,
  names: ReadonlyMap<string, string>,
  pending: ReadonlySet<string>,
): LocalPoint {
  const { comment, seconds, kind } = placed;
  const madeOn = comment.fileId === null ? undefined : names.get(comment.fileId);
  // A comment made on a version that is gone counts as the shown version's own, as on the screens.
  const place = madeOn === undefined ? 'own' : kind;
  return {
    ...{ id: comment.id, seconds, endSeconds: endOf(placed), place },
    madeOn: place === 'own' ? null : (madeOn ?? null),
    ...{ author: comment.user.name, text: comment.text.slice(0, longestText) },
    ...{ isOpen: !comment.resolvedAt, isPending: pending.has(comment.id), createdAt: comment.createdAt },
    replies: comment.replies
      .slice(-mostReplies)
      .map(({ user, text }) => ({ author: user.name, text: text.slice(0, longestText) })),
  };
}

function byPlace(one: Placed<Comment>, other: Placed<Comment>): number {
  const isGone = ({ kind }: Placed) => Number(kind === 'gone');
  return (
    isGone(one) - isGone(other) || one.seconds - other.seconds || (one.comment.id < other.comment.id ? -1 : 1)
  );
}

const revisionOf = (content: object) =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
