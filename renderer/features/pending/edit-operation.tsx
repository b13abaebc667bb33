import { useRef, useState } from 'react';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { plural } from '../../text/format.ts';
import { DialogForm, type Done, Modal } from '../../ui/dialog.tsx';
import { ChoiceField, TextField } from '../../ui/field.tsx';
import { MomentField } from '../../ui/moment-field.tsx';
import { TextBox } from '../../ui/text-box.tsx';
import { operationState } from './operation-text.ts';
import { usePending, useShownProject } from './pending-context.tsx';
import { readCommand } from './read-command.ts';
import { type Typed, typedIn, withTyped } from './typed-text.ts';

/** Changes what waits or was refused, and sends it once more in its old place. */
export function EditOperation({ operation, onClose }: { operation: PendingOperation; onClose: () => void }) {
  const bridge = useBridge();
  const command = readCommand(operation);
  const typed = command && typedIn(command);
  const { drop } = usePending();
  const save = async (payload: Record<string, unknown>): Promise<Done> => {
    // What takes its place has another id.
    drop((one) => one.operationId === operation.operationId);
    const answer = await bridge.invoke('outbox.edit', { operationId: operation.operationId, payload });
    return answer.ok ? null : failureSentence(answer);
  };
  return (
    <Modal title="Change and send again" description={operationState(operation)} onClose={onClose}>
      {command && typed ? (
        <EditWords command={command} typed={typed} save={save} onClose={onClose} />
      ) : command?.kind === 'cut.move' ? (
        <EditMove
          projectId={operation.projectId}
          vibeId={command.payload.targetVibeId}
          save={(targetVibeId) => save({ ...command.payload, targetVibeId })}
          onClose={onClose}
        />
      ) : (
        <p className="text-dim">There is nothing in it that could be changed.</p>
      )}
    </Modal>
  );
}

function EditWords({
  command,
  typed,
  save,
  onClose,
}: {
  command: Command;
  typed: Typed;
  save: (payload: Record<string, unknown>) => Promise<Done>;
  onClose: () => void;
}) {
  const moment = 'timestamp' in command.payload ? command.payload.timestamp : undefined;
  const [value, setValue] = useState(typed.value);
  const [seconds, setSeconds] = useState(moment);
  const [error, setError] = useState<string>();
  const field = useRef<HTMLTextAreaElement>(null);
  const change = (next: string) => {
    setValue(next);
    setError(undefined);
  };
  return (
    <DialogForm
      submit="Send again"
      onClose={onClose}
      action={async () => {
        const parsed = typed.schema.safeParse(value);
        if (parsed.success)
          return save({
            ...withTyped(command, parsed.data),
            ...(seconds !== undefined && { timestamp: seconds }),
          });
        setError(`It ${parsed.error.issues[0]?.message ?? 'can’t be sent like this'}.`);
        return 'Write it another way.';
      }}
    >
      {typed.kind === 'name' ? (
        <TextField
          label="Name"
          value={value}
          error={error}
          onFocus={(event) => event.target.select()}
          onChange={(event) => change(event.target.value)}
        />
      ) : (
        <div className="flex min-h-0 flex-col gap-1.5">
          <TextBox
            ref={field}
            label="Text"
            value={value}
            error={error ?? null}
            onValue={change}
            onSend={() => field.current?.form?.requestSubmit()}
          />
          {seconds !== undefined && (
            <MomentField label="Moment of the comment" seconds={seconds} onSet={setSeconds} />
          )}
        </div>
      )}
    </DialogForm>
  );
}

function EditMove({
  projectId,
  vibeId,
  save,
  onClose,
}: {
  projectId: string | null;
  vibeId: string;
  save: (targetVibeId: string) => Promise<Done>;
  onClose: () => void;
}) {
  const vibes = useShownProject(projectId).project?.vibes ?? [];
  const [chosen, setChosen] = useState(vibeId);
  return (
    <DialogForm
      submit="Send again"
      onClose={onClose}
      action={async () =>
        vibes.some(({ id }) => id === chosen) ? save(chosen) : 'Choose a vibe that is there.'
      }
    >
      <div className="-mx-2 min-h-0 overflow-y-auto px-2">
        <ChoiceField
          label="Move it to"
          value={chosen}
          onValue={setChosen}
          options={vibes.map(({ id, name, cuts }) => ({
            value: id,
            text: name,
            hint: plural(cuts.length, 'cut'),
          }))}
        />
      </div>
    </DialogForm>
  );
}
