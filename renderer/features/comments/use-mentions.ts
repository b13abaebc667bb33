import { useState } from 'react';
import { mentionedIds } from '../../../common/mentions.ts';
import type { Member } from '../../../protocol/wire/member.ts';
import { commentsText } from '../../text/comments.ts';

/** For a text that may mention members: what its field needs, and whom it names in the end. */
export type MentionPicks = {
  field: {
    people: readonly { id: string; name: string }[];
    listLabel: string;
    onMention: (userId: string) => void;
  };
  idsIn(text: string): string[];
};

export function useMentions(members: readonly Member[]): MentionPicks {
  const people = members.map(({ user }) => user);
  const [picked] = useState(() => new Set<string>());
  return {
    field: { people, listLabel: commentsText.people, onMention: (userId) => void picked.add(userId) },
    idsIn: (text) => mentionedIds(text, people, picked),
  };
}
