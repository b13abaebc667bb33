import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { SharedLink } from './shared-link.ts';

/** How often the comments are read again, in milliseconds. */
const readingMilliseconds = 5_000;

/** The comments on a version that this link lets guests read, by their moment, and those that were just sent. */
export function useSharedComments(link: SharedLink, fileId: string, isOn: boolean) {
  const [read, setRead] = useState<readonly Comment[]>([]);
  const load = useCallback(async () => {
    const answer = await link.readComments(fileId);
    if (answer.ok)
      setRead((known) =>
        JSON.stringify(known) === JSON.stringify(answer.data.comments) ? known : answer.data.comments,
      );
  }, [link, fileId]);
  useEffect(() => {
    if (!isOn) return setRead([]);
    void load();
    const timer = setInterval(() => {
      if (!document.hidden) void load();
    }, readingMilliseconds);
    return () => clearInterval(timer);
  }, [load, isOn]);
  const comments = useMemo(
    () => [...read].sort((one, other) => one.timestamp - other.timestamp || (one.id < other.id ? -1 : 1)),
    [read],
  );
  const add = useCallback(
    (comment: Comment) => setRead((known) => [...known.filter(({ id }) => id !== comment.id), comment]),
    [],
  );
  return { comments, add };
}
