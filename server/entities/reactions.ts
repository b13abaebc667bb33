import type { Reaction } from '../../protocol/wire/comment.ts';

/**
 * The reactions to each comment, reply or message (`ofId`) that has any. Rows are in the order in which they were
 * given; each reaction is in the place where it was given first.
 */
export function groupReactions(
  rows: readonly { ofId: string; userId: string; reaction: string }[],
): ReadonlyMap<string, Reaction[]> {
  return new Map(
    [...Map.groupBy(rows, ({ ofId }) => ofId)].map(([ofId, own]) => [
      ofId,
      [...Map.groupBy(own, ({ reaction }) => reaction)].map(([reaction, given]) => ({
        reaction: reaction as Reaction['reaction'],
        userIds: given.map(({ userId }) => userId),
      })),
    ]),
  );
}
