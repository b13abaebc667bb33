import { useState } from 'react';
import type { Binding, Routing } from '../../../protocol/ipc/binding.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useBindings, useProject, useProjects } from '../../platform/queries.ts';
import { failureSentence } from '../../text/failures.ts';
import { baseName } from '../../text/format.ts';
import { Confirm, DialogForm, Modal } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { checkRouting, type RoutingDraft, routingDraft } from './routing-draft.ts';
import { RoutingFields } from './routing-fields.tsx';

const start: Routing = { kind: 'song-name' };

/** Where the bounces of a chosen folder go. */
export function BindFolder({
  folder,
  projectId: chosenProject,
  onClose,
}: {
  folder: string;
  projectId: string;
  onClose: () => void;
}) {
  const bridge = useBridge();
  const projects = useProjects().data ?? [];
  const [projectId, setProjectId] = useState(chosenProject);
  const [draft, setDraft] = useState<RoutingDraft>(routingDraft(start));
  const vibes = useProject(projectId).data?.vibes ?? [];
  return (
    <Modal
      title={`Watch ${baseName(folder)}`}
      description="Each bounce that the DAW finishes there shows up with the band, by itself. Bounces that are there already are only offered."
      onClose={onClose}
    >
      <DialogForm
        submit="Watch folder"
        onClose={onClose}
        action={async () => {
          const routing = checkRouting(draft);
          if (typeof routing === 'string') return routing;
          const answer = await bridge.invoke('bindings.create', { folder, projectId, routing });
          return answer.ok ? null : failureSentence(answer);
        }}
      >
        <p className="text-meta break-all text-dim" data-selectable>
          {folder}
        </p>
        <SelectField
          label="Project"
          value={projectId}
          onValue={(id) => {
            setProjectId(id);
            setDraft(routingDraft(start));
          }}
          options={projects.map((project) => ({ value: project.id, text: project.name }))}
        />
        <RoutingFields draft={draft} vibes={vibes} onDraft={setDraft} />
      </DialogForm>
    </Modal>
  );
}

/** Another way for the bounces of a folder that is watched already. */
export function FolderSettings({ bindingId, onClose }: { bindingId: string; onClose: () => void }) {
  const binding = useBindings().data?.find(({ id }) => id === bindingId);
  return binding ? <FolderRouting binding={binding} onClose={onClose} /> : null;
}

function FolderRouting({ binding, onClose }: { binding: Binding; onClose: () => void }) {
  const bridge = useBridge();
  const projects = useProjects().data ?? [];
  const isThere = projects.some(({ id }) => id === binding.projectId);
  const [projectId, setProjectId] = useState(isThere ? binding.projectId : '');
  const [draft, setDraft] = useState<RoutingDraft>(routingDraft(isThere ? binding.routing : start));
  const vibes = useProject(projectId || null).data?.vibes ?? [];
  const moves = projectId !== binding.projectId;
  return (
    <Modal
      title={`Where bounces of ${baseName(binding.folder)} go`}
      description={
        moves
          ? 'Holds for what is bounced from now on. Bounces that are there already are only offered.'
          : 'Holds for what is bounced from now on.'
      }
      onClose={onClose}
    >
      <DialogForm
        submit="Save"
        onClose={onClose}
        action={async () => {
          const routing = checkRouting(draft);
          if (typeof routing === 'string') return routing;
          if (projectId === '') return 'Choose a project.';
          const answer = await bridge.invoke('bindings.update', {
            id: binding.id,
            routing,
            ...(moves && { projectId }),
          });
          return answer.ok ? null : failureSentence(answer);
        }}
      >
        <p className="text-meta break-all text-dim" data-selectable>
          {binding.folder}
        </p>
        <SelectField
          label="Project"
          value={projectId}
          onValue={(id) => {
            setProjectId(id);
            setDraft(routingDraft(id === binding.projectId ? binding.routing : start));
          }}
          options={[
            ...(isThere ? [] : [{ value: '', text: 'Choose a project…' }]),
            ...projects.map((project) => ({ value: project.id, text: project.name })),
          ]}
        />
        <RoutingFields draft={draft} vibes={vibes} onDraft={setDraft} />
      </DialogForm>
    </Modal>
  );
}

export function RemoveFolder({ binding, onClose }: { binding: Binding; onClose: () => void }) {
  const bridge = useBridge();
  return (
    <Confirm
      title={`Stop watching ${baseName(binding.folder)}?`}
      description="Its new bounces won’t reach the band any more. The folder and what is already with the band stay as they are."
      submit="Stop watching"
      onClose={onClose}
      action={async () => {
        const answer = await bridge.invoke('bindings.remove', { id: binding.id });
        return answer.ok ? null : failureSentence(answer);
      }}
    />
  );
}
