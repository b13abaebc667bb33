import { AudioLines, Check, ChevronDown } from 'lucide-react';
import { useRef, useState } from 'react';
import { newId } from '../../../common/new-id.ts';
import { commentTextSchema } from '../../../protocol/wire/comment.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { RoomMessage } from '../../../protocol/wire/room-message.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { commentsText } from '../../text/comments.ts';
import { roomText } from '../../text/room.ts';
import { Button } from '../../ui/button.tsx';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { MentionBox } from '../../ui/mention-box.tsx';
import { ActionMenu } from '../../ui/menu.tsx';
import { MomentField } from '../../ui/moment-field.tsx';
import { useMentions, useTrackAtHand } from '../comments/port.tsx';
import { usePlayerState, usePlayTime } from '../player/port.tsx';
import { type PointPlace, placeInText, songsOf } from './point-place.ts';

const text = roomText.point;

/** Makes an open point of a message: on which song and version, at which moment. */
export function PointDialog({
  message,
  project,
  onClose,
}: {
  message: RoomMessage;
  project: ProjectSnapshot;
  onClose: () => void;
}) {
  const atHand = useTrackAtHand(project);
  const isHeard = usePlayerState().track?.fileId === atHand?.fileId;
  const heard = usePlayTime(1);
  const [place] = useState(() =>
    placeInText(message.text, project, { track: atHand, seconds: isHeard ? heard : 0 }),
  );
  return (
    <Modal title={text.title} description={text.description} onClose={onClose}>
      {place ? (
        <PointForm first={place} message={message} project={project} onClose={onClose} />
      ) : (
        <p className="text-dim">{text.noSong}</p>
      )}
    </Modal>
  );
}

function PointForm({
  first,
  message,
  project,
  onClose,
}: {
  first: PointPlace;
  message: RoomMessage;
  project: ProjectSnapshot;
  onClose: () => void;
}) {
  const run = useRunCommand();
  const field = useRef<HTMLTextAreaElement>(null);
  const mentions = useMentions(project.members);
  const [{ track, seconds, endSeconds }, setPlace] = useState(first);
  const [written, setWritten] = useState(message.text);
  const songs = songsOf(project);
  const tracks = songs.find(({ cut }) => cut.id === track.cutId)?.tracks ?? [track];
  const save = async () => {
    const parsed = commentTextSchema.safeParse(written);
    if (!parsed.success) return commentsText.problem(parsed.error.issues[0]?.message);
    return run('comment.create', {
      ...{ id: newId(), cutId: track.cutId, fileId: track.fileId, timestamp: seconds },
      ...(endSeconds !== null && endSeconds > seconds && { endTimestamp: endSeconds }),
      ...{ text: parsed.data, mentions: mentions.idsIn(parsed.data), messageId: message.id },
    });
  };
  return (
    <DialogForm action={save} submit={text.submit} onClose={onClose}>
      <div className="flex flex-wrap items-center gap-2">
        <ActionMenu
          trigger={<Choice label={text.song} value={track.cutName} />}
          entries={songs.map(({ cut, latest }) => ({
            kind: 'item',
            label: cut.name,
            icon: cut.id === track.cutId ? Check : AudioLines,
            onChoose: () => setPlace({ track: latest, seconds, endSeconds }),
          }))}
        />
        <ActionMenu
          trigger={<Choice label={text.version} value={track.versionName} />}
          entries={tracks.toReversed().map((one) => ({
            kind: 'item',
            label: one.versionName,
            icon: one.fileId === track.fileId ? Check : AudioLines,
            onChoose: () => setPlace({ track: one, seconds, endSeconds }),
          }))}
        />
        <MomentField
          label={text.moment}
          seconds={seconds}
          onSet={(set) => setPlace({ track, seconds: set, endSeconds })}
        />
      </div>
      <MentionBox
        ref={field}
        {...mentions.field}
        label={text.field}
        maxLength={5000}
        value={written}
        onValue={setWritten}
        onSend={() => field.current?.form?.requestSubmit()}
      />
    </DialogForm>
  );
}

/** The button of a menu that shows what is chosen. Its name says what for. */
function Choice({ label, value, ...rest }: { label: string; value: string }) {
  return (
    <Button className="max-w-60 min-w-0" {...rest} aria-label={text.choice(label, value)}>
      <span className="truncate">{value}</span>
      <ChevronDown size={13} aria-hidden className="shrink-0 text-dim" />
    </Button>
  );
}
