import { useState } from 'react';
import type { Member, MemberRole } from '../../../protocol/wire/member.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { membersText } from '../../text/members.ts';
import { Confirm, DialogForm, Modal } from '../../ui/dialog.tsx';
import { ChoiceField } from '../../ui/field.tsx';

const { ownerDialog, removeDialog, roleDialog } = membersText;

/** Gives a member another role. */
export function MemberRoleDialog({
  member: { user, projectId, role: before },
  onClose,
}: {
  member: Member;
  onClose: () => void;
}) {
  const run = useRunCommand();
  const [role, setRole] = useState<string>(before);
  return (
    <Modal title={roleDialog.title(user.name)} onClose={onClose}>
      <DialogForm
        submit={roleDialog.submit}
        onClose={onClose}
        action={async () =>
          role === before
            ? null
            : run('member.setRole', { projectId, userId: user.id, role: role as MemberRole })
        }
      >
        <ChoiceField label={membersText.role} options={membersText.roles} value={role} onValue={setRole} />
      </DialogForm>
    </Modal>
  );
}

export function TransferProject({
  member,
  project,
  onClose,
}: {
  member: Member;
  project: Project;
  onClose: () => void;
}) {
  const run = useRunCommand();
  return (
    <Confirm
      title={ownerDialog.title(member.user.name, project.name)}
      description={ownerDialog.description}
      submit={ownerDialog.submit}
      onClose={onClose}
      action={() => run('project.transfer', { id: project.id, userId: member.user.id })}
    />
  );
}

export function RemoveMember({
  member,
  project,
  onClose,
}: {
  member: Member;
  project: Project;
  onClose: () => void;
}) {
  const run = useRunCommand();
  return (
    <Confirm
      title={removeDialog.title(member.user.name, project.name)}
      description={removeDialog.description}
      submit={removeDialog.submit}
      onClose={onClose}
      action={() => run('member.remove', { projectId: project.id, userId: member.user.id })}
    />
  );
}
