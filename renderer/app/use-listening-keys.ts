import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { commentToAnswer } from '../features/comments/comment-order.ts';
import { overlayComments } from '../features/comments/comment-overlay.ts';
import { heldComments } from '../features/comments/comment-queries.ts';
import { useCommentUiState, withEntry } from '../features/comments/comment-ui-state.tsx';
import { usePending } from '../features/pending/port.tsx';
import { useChooseTrack, useListening } from '../features/player/listening.tsx';
import { listeningKey } from '../features/player/listening-keys.ts';
import { comparedWith, compareRoute } from '../features/player/track.ts';
import { useFrame } from '../platform/frame-context.tsx';
import { goTo } from '../platform/route.ts';
import { useSession } from '../platform/session-context.tsx';

/** The keys for playback and comments, which work wherever the focus is. The mini window has no replies. */
export function useListeningKeys({ isMini } = { isMini: false }): void {
  const { player, open, compared } = useListening();
  const { asked, marked, replies, chosenTab } = useCommentUiState();
  const choose = useChooseTrack();
  const client = useQueryClient();
  const { keyScope } = useFrame();
  const { operations } = usePending();
  const { account } = useSession();

  useEffect(() => {
    /** Returns whether the key did something. */
    const act = (event: KeyboardEvent): boolean => {
      const { target } = event;
      const action = listeningKey(
        event,
        (selector) => target instanceof Element && !!target.closest(selector),
      );
      const shown = open.get();
      const on = player.state.get().track;
      const here = shown?.track ?? on;
      if (!action || !here) return false;
      switch (action.kind) {
        case 'play-pause':
          if (shown && on?.cutId !== shown.track.cutId) player.play(shown.track);
          else player.toggle();
          return true;
        case 'shuttle':
          if (shown && on?.cutId !== shown.track.cutId) player.cue(shown.track);
          player.shuttle(action.key);
          return true;
        case 'nudge':
          if (!on) return false;
          player.nudge(action.seconds);
          return true;
        case 'version': {
          const next = shown?.tracks[shown.tracks.indexOf(shown.track) + action.by];
          if (next) choose(next);
          return true;
        }
        case 'compare': {
          const other =
            shown && comparedWith(shown.tracks, shown.track, compared.get().get(shown.track.cutId));
          if (other) choose(other);
          return true;
        }
        case 'compare-view': {
          const other =
            shown && comparedWith(shown.tracks, shown.track, compared.get().get(shown.track.cutId));
          if (other) goTo(compareRoute(shown.track, other));
          return true;
        }
        case 'comment':
          if (!shown) goTo({ name: 'project', projectId: here.projectId, cutId: here.cutId });
          chosenTab.change(() => null);
          asked.change(() => ({ kind: 'comment' }));
          keyScope.expectField();
          return true;
        case 'reply': {
          if (isMini) return false;
          // As they are shown: one's own last comment may not be confirmed yet.
          const { comments, badges } = overlayComments(
            heldComments(client, here.cutId),
            here.cutId,
            operations,
            account,
          );
          const comment = commentToAnswer(
            comments.filter(({ id }) => badges.get(id)?.kind !== 'refused'),
            target instanceof Element
              ? (target.closest('[data-comment]')?.getAttribute('data-comment') ?? null)
              : null,
            marked.get()?.commentId ?? null,
            on?.cutId === here.cutId ? player.time() : null,
          );
          if (!comment) return true;
          if (!shown) goTo({ name: 'project', projectId: here.projectId, cutId: here.cutId });
          chosenTab.change(() => null);
          marked.change(() => ({ commentId: comment.id, takesFocus: false }));
          replies.change((known) => withEntry(known, comment.id, known.get(comment.id) ?? ''));
          asked.change(() => ({ kind: 'reply', commentId: comment.id }));
          keyScope.expectField();
          return true;
        }
      }
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (keyScope.isForWindow(event) && act(event)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [
    player,
    open,
    compared,
    asked,
    marked,
    replies,
    chosenTab,
    choose,
    client,
    keyScope,
    operations,
    account,
    isMini,
  ]);
}
