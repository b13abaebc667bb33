import { Flame, HandHeart, Heart, Laugh, type LucideIcon, SmilePlus, ThumbsUp } from 'lucide-react';
import { type Reaction, type ReactionKind, reactionKindSchema } from '../../../protocol/wire/comment.ts';
import { forWord } from '../../../protocol/wire/open-enum.ts';
import { commentsText } from '../../text/comments.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import type { Done } from '../../ui/dialog.tsx';
import { ActionMenu } from '../../ui/menu.tsx';
import { useSay } from '../../ui/messages.tsx';
import { tooltip } from '../../ui/tooltips.tsx';

const icons: Record<ReactionKind, LucideIcon> = {
  'thumbs-up': ThumbsUp,
  heart: Heart,
  fire: Flame,
  laugh: Laugh,
  thanks: HandHeart,
};

/** Gives a reaction, or takes it back. */
type React = (given: { reaction: ReactionKind; isGiven: boolean }) => Promise<Done>;

function useReact(react: React) {
  const say = useSay();
  return async (reaction: ReactionKind, isGiven: boolean) => {
    const failure = await react({ reaction, isGiven });
    if (failure !== null) say.failed(commentsText.reactFailed, failure);
  };
}

/** The reactions to a text. A click adds the user's own, or takes it back. */
export function Reactions({
  reactions = [],
  myId,
  nameOf,
  onReact,
}: {
  reactions: readonly Reaction[] | undefined;
  myId: string;
  nameOf: (userId: string) => string;
  onReact: React;
}) {
  const react = useReact(onReact);
  return reactions.map(({ reaction, userIds }) => {
    const Icon = forWord(icons, reaction);
    // A reaction that only a newer version knows.
    if (!Icon) return null;
    const kind = reaction as ReactionKind;
    const isOwn = userIds.includes(myId);
    const label = commentsText.reactedWith(commentsText.reactions[kind], userIds.map(nameOf));
    return (
      <button
        key={reaction}
        type="button"
        {...tooltip(label)}
        aria-label={label}
        aria-pressed={isOwn}
        onClick={() => void react(kind, !isOwn)}
        className={classNames(
          'flex h-6 items-center gap-1 rounded-full border px-2 text-meta font-medium tabular-nums hover:bg-hover',
          isOwn ? 'border-transparent bg-chosen' : 'border-line-strong',
        )}
      >
        <Icon size={12} aria-hidden />
        {userIds.length}
      </button>
    );
  });
}

/** Offers the reactions. `to`: the name of who wrote the text. */
export function ReactButton({
  to,
  reactions,
  myId,
  onReact,
  className = 'size-6',
}: {
  to: string;
  reactions: readonly Reaction[] | undefined;
  myId: string;
  onReact: React;
  className?: string;
}) {
  const react = useReact(onReact);
  return (
    <ActionMenu
      trigger={<IconButton label={commentsText.reactTo(to)} icon={SmilePlus} className={className} />}
      entries={reactionKindSchema.options.map((reaction) => {
        const isOwn = reactions?.some((one) => one.reaction === reaction && one.userIds.includes(myId));
        return {
          kind: 'item',
          label: isOwn
            ? commentsText.takeBack(commentsText.reactions[reaction])
            : commentsText.reactions[reaction],
          icon: icons[reaction],
          onChoose: () => void react(reaction, !isOwn),
        };
      })}
    />
  );
}
