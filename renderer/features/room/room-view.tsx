import { useEffect, useMemo, useRef, useState } from 'react';
import { newId } from '../../../common/new-id.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { RoomMessage as Message } from '../../../protocol/wire/room-message.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { ReadProblem } from '../../platform/read-problem.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { useWindowFocus } from '../../platform/window-focus.ts';
import { commonText } from '../../text/common.ts';
import { roomText } from '../../text/room.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { createDrafts, MessageComposer, MessageList } from '../chat/port.tsx';
import { useCommentUiState, useMentions } from '../comments/port.tsx';
import type { PendingBadges } from '../pending/port.ts';
import { useShownProject } from '../pending/port.tsx';
import { PointDialog } from './point-dialog.tsx';
import { RoomMessage } from './room-message.tsx';
import { useRoom } from './use-room.ts';

/** The messages of a project. `messageId`: the one that a link led to. */
export function RoomView({ projectId, messageId = null }: { projectId: string; messageId?: string | null }) {
  const { project, badges, error, refetch } = useShownProject(projectId);
  if (project)
    return <Talk key={`${projectId} ${messageId}`} project={project} badges={badges} messageId={messageId} />;
  if (!error) return <Skeleton rows={6} label={roomText.loading} />;
  return (
    <div className="flex flex-col items-start gap-2 p-4">
      <ReadProblem error={error} />
      <Button onClick={() => void refetch()}>{commonText.tryAgain}</Button>
    </div>
  );
}

function Talk({
  project,
  badges,
  messageId,
}: {
  project: ProjectSnapshot;
  badges: PendingBadges;
  messageId: string | null;
}) {
  const { account, serverUrl } = useSession();
  const run = useRunCommand();
  const [isAtEnd, setAtEnd] = useState(true);
  const isLooking = useWindowFocus() && isAtEnd;
  useInSight(project.id);
  const { rows, newest, problem, loadEarlier, tryAgain } = useRoom(project, badges, isLooking);
  const [pointed, setPointed] = useState<Message | null>(null);
  const mentions = useMentions(project.members);
  const drafts = useMemo(
    () => createDrafts(localStorage, `${serverUrl} ${account.id}`),
    [serverUrl, account.id],
  );
  const send = (text: string) =>
    run('room.send', { id: newId(), projectId: project.id, text, mentions: mentions.idsIn(text) });
  return (
    <section aria-label={roomText.label(project.name)} className="flex min-h-0 flex-1 flex-col">
      {rows.length === 0 ? (
        <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-1 p-6 text-center">
          <p className="text-head font-semibold wrap-anywhere">{roomText.empty(project.name)}</p>
          <p className="max-w-80 text-dim">{roomText.emptyHint}</p>
        </div>
      ) : (
        <MessageList
          label={roomText.messages(project.name)}
          rows={rows}
          shownId={messageId}
          top={
            problem !== null && (
              <div className="flex flex-col items-start gap-2 p-4">
                <ErrorLine>{roomText.earlierFailed(problem)}</ErrorLine>
                <Button onClick={tryAgain}>{commonText.tryAgain}</Button>
              </div>
            )
          }
          onNearStart={() => void loadEarlier()}
          onAtEnd={setAtEnd}
        >
          {(message, isFirst) => (
            <RoomMessage
              message={message}
              project={project}
              isFirst={isFirst}
              isMarked={message.id === messageId}
              badge={badges.get(message.id)}
              onPoint={() => setPointed(message)}
            />
          )}
        </MessageList>
      )}
      <Announced message={newest} me={account.id} />
      <MessageComposer
        draftKey={`room ${project.id}`}
        drafts={drafts}
        label={roomText.composer(project.name)}
        placeholder={roomText.composer(project.name)}
        sendLabel={roomText.send}
        mentions={mentions.field}
        projectId={project.id}
        onSend={send}
      />
      {pointed && <PointDialog message={pointed} project={project} onClose={() => setPointed(null)} />}
    </section>
  );
}

/** While it is on the screen, nothing else has to repeat what is written in it. */
function useInSight(projectId: string): void {
  const { roomInSight } = useCommentUiState();
  useEffect(() => {
    roomInSight.change(() => projectId);
    return () => roomInSight.change((known) => (known === projectId ? null : known));
  }, [roomInSight, projectId]);
}

/** Announces new messages of others, but not the one that was there when the room opened. */
function Announced({ message, me }: { message: Message | undefined; me: string }) {
  const atOpening = useRef(message?.id);
  const isNew = message && message.id !== atOpening.current && message.sender.id !== me;
  return (
    <p aria-live="polite" className="sr-only">
      {isNew && roomText.incoming(message.sender.name, message.text)}
    </p>
  );
}
