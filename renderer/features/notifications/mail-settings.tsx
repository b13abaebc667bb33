import { type MailLevel, mailLevelSchema } from '../../../protocol/wire/attention.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { useProjects } from '../../platform/queries.ts';
import { settingsText } from '../../text/notifications.ts';
import { useSay } from '../../ui/messages.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useAccountFacts } from '../own-account/port.tsx';
import { useAttention } from '../room/port.tsx';

const text = settingsText.mail;

/** For each project, the news of which the server sends mail. Absent on a server that sends none. */
export function MailSettings() {
  const projects = useProjects().data ?? [];
  const attention = useAttention().data;
  const facts = useAccountFacts().data;
  const run = useRunCommand();
  const say = useSay();
  if (projects.length === 0 || !attention || !facts?.sendsMail) return null;
  const choose = async (projectId: string, mail: MailLevel) => {
    const failure = await run('attention.setMail', { projectId, mail });
    if (failure !== null) say.failed(settingsText.saveFailed, failure);
  };
  return (
    <section aria-label={text.heading} className="flex min-w-0 flex-col gap-2">
      <h3 className="px-2 text-meta font-semibold text-faint">{text.heading}</h3>
      <p className="px-2 text-meta text-dim">{facts.emailVerified ? text.hint : text.unconfirmed}</p>
      {projects.map(({ id, name }) => {
        const known = attention.projects.find(({ projectId }) => projectId === id);
        return (
          <div key={id} className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-2">
            <span className="min-w-0">
              <bdi aria-hidden className="wrap-anywhere">
                {name}
              </bdi>
              {known?.level === 'nothing' && (
                <span className="block text-meta text-dim">{text.silenced}</span>
              )}
            </span>
            <Segments
              label={text.of(name)}
              options={mailLevelSchema.options.map((value) => ({ value, text: text.levels[value] }))}
              value={mailLevelSchema.options.find((level) => level === known?.mail) ?? 'off'}
              onValue={(mail) => void choose(id, mail)}
            />
          </div>
        );
      })}
    </section>
  );
}
