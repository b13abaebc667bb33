import { Megaphone } from 'lucide-react';
import { useNow } from '../../platform/use-now.ts';
import { announcementText } from '../../text/announcement.ts';
import { Button } from '../../ui/button.tsx';
import { useChangeSettings, useSettings } from '../notifications/port.tsx';
import { useAnnouncement } from './announcement-queries.ts';

/** The announcement of the operator, above the work until it ends or is dismissed on this device. Never takes the focus. */
export function AnnouncementBanner() {
  const announcement = useAnnouncement().data;
  const settings = useSettings().data;
  const change = useChangeSettings();
  const now = useNow();
  if (!announcement || !settings || settings.dismissedAnnouncementId === announcement.id) return null;
  if (announcement.endsAt !== null && Date.parse(announcement.endsAt) <= now) return null;
  return (
    <section
      aria-label={announcementText.label}
      className="flex max-h-1/3 shrink-0 items-start gap-2.5 overflow-y-auto border-b border-line bg-accent-wash px-4 py-2 max-[480px]:px-3"
    >
      <Megaphone size={15} aria-hidden className="mt-0.5 shrink-0 text-accent" />
      <p role="status" className="min-w-0 flex-1 wrap-anywhere whitespace-pre-line" data-selectable>
        {announcement.text}
      </p>
      <Button
        tone="quiet"
        className="-my-0.5"
        onClick={() => void change({ dismissedAnnouncementId: announcement.id })}
      >
        {announcementText.dismiss}
      </Button>
    </section>
  );
}
