import { useState } from 'react';
import type { Binding, Routing } from '../../../protocol/ipc/binding.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { may } from '../../platform/permissions.ts';
import { useBindings, useProject, useProjects } from '../../platform/queries.ts';
import { bounceFoldersText } from '../../text/bounce-folders.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { baseName } from '../../text/format.ts';
import { Confirm, DialogForm, Modal } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/select.tsx';
import { NameRules } from './name-rules.tsx';
import { checkRouting, type RoutingDraft, routingDraft } from './routing-draft.ts';
import { RoutingFields } from './routing-fields.tsx';

const { bindDialog, routingDialog, removeDialog } = bounceFoldersText;

const start: Routing = { kind: 'song-name' };

/** Starts watching a folder: asks for the project and the routing. */
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
  const projects = (useProjects().data ?? []).filter(({ role }) => may(role, 'file.upload'));
  const [projectId, setProjectId] = useState(chosenProject);
  const [draft, setDraft] = useState<RoutingDraft>(routingDraft(start));
  const vibes = useProject(projectId).data?.vibes ?? [];
  return (
    <Modal title={bindDialog.title(baseName(folder))} description={bindDialog.description} onClose={onClose}>
      <DialogForm
        submit={bindDialog.submit}
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
          label={commonText.project}
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

/** Changes the project and the routing of a watched folder. */
export function FolderSettings({ bindingId, onClose }: { bindingId: string; onClose: () => void }) {
  const binding = useBindings().data?.find(({ id }) => id === bindingId);
  return binding ? <FolderRouting binding={binding} onClose={onClose} /> : null;
}

function FolderRouting({ binding, onClose }: { binding: Binding; onClose: () => void }) {
  const bridge = useBridge();
  const projects = (useProjects().data ?? []).filter(({ role }) => may(role, 'file.upload'));
  const isMember = projects.some(({ id }) => id === binding.projectId);
  const [projectId, setProjectId] = useState(isMember ? binding.projectId : '');
  const [draft, setDraft] = useState<RoutingDraft>(routingDraft(isMember ? binding.routing : start));
  const vibes = useProject(projectId || null).data?.vibes ?? [];
  const moves = projectId !== binding.projectId;
  return (
    <Modal
      title={routingDialog.title(baseName(binding.folder))}
      description={moves ? routingDialog.movedDescription : routingDialog.description}
      onClose={onClose}
    >
      <DialogForm
        submit={commonText.save}
        onClose={onClose}
        action={async () => {
          const routing = checkRouting(draft);
          if (typeof routing === 'string') return routing;
          if (projectId === '') return routingDialog.projectMissing;
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
          label={commonText.project}
          value={projectId}
          onValue={(id) => {
            setProjectId(id);
            setDraft(routingDraft(id === binding.projectId ? binding.routing : start));
          }}
          options={[
            ...(isMember ? [] : [{ value: '', text: routingDialog.chooseProject }]),
            ...projects.map((project) => ({ value: project.id, text: project.name })),
          ]}
        />
        <RoutingFields draft={draft} vibes={vibes} onDraft={setDraft} />
        <NameRules binding={binding} />
      </DialogForm>
    </Modal>
  );
}

export function RemoveFolder({ binding, onClose }: { binding: Binding; onClose: () => void }) {
  const bridge = useBridge();
  return (
    <Confirm
      title={removeDialog.title(baseName(binding.folder))}
      description={removeDialog.description}
      submit={removeDialog.submit}
      onClose={onClose}
      action={async () => {
        const answer = await bridge.invoke('bindings.remove', { id: binding.id });
        return answer.ok ? null : failureSentence(answer);
      }}
    />
  );
}
