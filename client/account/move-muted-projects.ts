import type { Outbox } from '../outbox/outbox.ts';
import type { AccountSettingsStore } from './account-settings.ts';

/** Projects that an earlier version muted on this computer get the level `nothing`, which all devices share. */
export async function moveMutedProjects(parts: {
  settings: AccountSettingsStore;
  outbox: Pick<Outbox, 'run'>;
}): Promise<void> {
  const { settings, outbox } = parts;
  const muted = settings.current().mutedProjectIds;
  if (muted.length === 0) return;
  // Stored in the outbox at once; the answer may come much later.
  for (const projectId of muted) {
    void outbox.run('attention.setLevel', { projectId, level: 'nothing' }, projectId);
  }
  await settings.update({ mutedProjectIds: [] });
}
