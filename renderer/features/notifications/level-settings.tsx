import { type AttentionLevel, attentionLevelSchema } from '../../../protocol/wire/attention.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { useProjects } from '../../platform/queries.ts';
import { settingsText } from '../../text/notifications.ts';
import { useSay } from '../../ui/messages.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useAttention } from '../room/port.tsx';

/** For each project, what notifies the user, on all their devices. */
export function LevelSettings() {
  const projects = useProjects().data ?? [];
  const attention = useAttention().data;
  const run = useRunCommand();
  const say = useSay();
  if (projects.length === 0 || !attention) return null;
  const choose = async (projectId: string, level: AttentionLevel) => {
    const failure = await run('attention.setLevel', { projectId, level });
    if (failure !== null) say.failed(settingsText.saveFailed, failure);
  };
  return (
    <section aria-label={settingsText.projects} className="flex min-w-0 flex-col gap-2">
      <h3 className="px-2 text-meta font-semibold text-faint">{settingsText.projects}</h3>
      {projects.map(({ id, name }) => (
        <div key={id} className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-2">
          <bdi aria-hidden className="min-w-0 wrap-anywhere">
            {name}
          </bdi>
          <Segments
            label={settingsText.levelOf(name)}
            options={attentionLevelSchema.options.map((value) => ({
              value,
              text: settingsText.levels[value],
            }))}
            value={levelOf(attention.projects.find(({ projectId }) => projectId === id)?.level)}
            onValue={(level) => void choose(id, level)}
          />
        </div>
      ))}
    </section>
  );
}

/** A project for which nothing was chosen notifies about everything. */
function levelOf(known: string | undefined): AttentionLevel {
  return attentionLevelSchema.options.find((level) => level === known) ?? 'everything';
}
