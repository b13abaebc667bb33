import { chatText } from '../../text/chat.ts';
import { PanelSection } from '../../ui/panel-section.tsx';
import { useShownProject } from '../pending/port.tsx';
import { ContactButton } from './contact-button.tsx';
import { useContacts } from './use-contacts.ts';

/** Contacts outside the open project; all contacts when no project is open. */
export function OtherContacts({ projectId, onGo }: { projectId: string | null; onGo: () => void }) {
  const members = useShownProject(projectId).project?.members;
  const others = useContacts().contacts.filter(
    ({ userId }) => !members?.some((member) => member.user.id === userId),
  );
  if (others.length === 0) return null;
  return (
    <PanelSection title={projectId ? chatText.otherContacts : chatText.contacts}>
      <ul>
        {others.map((contact) => (
          <li key={contact.userId} className="flex rounded-md hover:bg-hover">
            <ContactButton contact={contact} onGo={onGo} />
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}
