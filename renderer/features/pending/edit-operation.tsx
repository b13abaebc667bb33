import { useRef, useState } from 'react';
import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { pendingText } from '../../text/pending.ts';
import { DialogForm, type Done, Modal } from '../../ui/dialog.tsx';
import { ChoiceField, TextField } from '../../ui/field.tsx';
import { MomentField } from '../../ui/moment-field.tsx';
import { TextBox } from '../../ui/text-box.tsx';
import { type EditableValue, editableIn, withValue } from './editable.ts';
import { operationState } from './operation-text.ts';
import { useShownProject } from './pending-context.tsx';

const text = pendingText.edit;

/** Changes a pending or refused operation, and sends it again in its old place. */
export function EditOperation({ operation, onClose }: { operation: PendingOperation; onClose: () => void }) {
  const bridge = useBridge();
  const command = readCommand(operation);
  const editable = command && editableIn(command);
  const save = async (payload: Record<string, unknown>): Promise<Done> => {
    const answer = await bridge.invoke('outbox.edit', { operationId: operation.operationId, payload });
    return answer.ok ? null : failureSentence(answer);
  };
  return (
    <Modal title={text.title} description={operationState(operation)} onClose={onClose}>
      {!editable ? (
        <p className="text-dim">{text.nothing}</p>
      ) : editable.kind === 'vibe' ? (
        <EditVibe
          projectId={operation.projectId}
          vibeId={editable.value}
          save={(vibeId) => save(withValue(command, vibeId))}
          onClose={onClose}
        />
      ) : (
        <EditTyped command={command} typed={editable} save={save} onClose={onClose} />
      )}
    </Modal>
  );
}

function EditTyped({
  command,
  typed,
  save,
  onClose,
}: {
  command: Command;
  typed: Exclude<EditableValue, { kind: 'vibe' }>;
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
      submit={text.submit}
      onClose={onClose}
      action={async () => {
        const parsed = typed.schema.safeParse(value);
        if (parsed.success)
          return save({
            ...withValue(command, parsed.data),
            ...(seconds !== undefined && { timestamp: seconds }),
          });
        setError(text.problem(parsed.error.issues[0]?.message));
        return text.tryOther;
      }}
    >
      {typed.kind === 'name' ? (
        <TextField
          label={text.name}
          value={value}
          error={error}
          onFocus={(event) => event.target.select()}
          onChange={(event) => change(event.target.value)}
        />
      ) : (
        <div className="flex min-h-0 flex-col gap-1.5">
          <TextBox
            ref={field}
            label={text.text}
            value={value}
            error={error ?? null}
            onValue={change}
            onSend={() => field.current?.form?.requestSubmit()}
          />
          {seconds !== undefined && <MomentField label={text.moment} seconds={seconds} onSet={setSeconds} />}
        </div>
      )}
    </DialogForm>
  );
}

function EditVibe({
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
      submit={text.submit}
      onClose={onClose}
      action={async () => (vibes.some(({ id }) => id === chosen) ? save(chosen) : text.chooseVibe)}
    >
      <div className="-mx-2 min-h-0 overflow-y-auto px-2">
        <ChoiceField
          label={text.moveTo}
          value={chosen}
          onValue={setChosen}
          options={vibes.map(({ id, name, cuts }) => ({
            value: id,
            text: name,
            hint: text.cuts(cuts.length),
          }))}
        />
      </div>
    </DialogForm>
  );
}
