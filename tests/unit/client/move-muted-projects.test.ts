import { expect, it } from 'vitest';
import { createAccountSettings } from '../../../client/account/account-settings.ts';
import { moveMutedProjects } from '../../../client/account/move-muted-projects.ts';
import type { Outbox } from '../../../client/outbox/outbox.ts';

it('projects that were muted on this computer get the level nothing, once', async () => {
  const settings = createAccountSettings({
    saved: { isQuiet: true, mutedProjectIds: ['p', 'q'] },
    changed: () => {},
    save: async () => {},
  });
  const asked: unknown[] = [];
  const run: Outbox['run'] = (kind, payload) => {
    asked.push([kind, payload]);
    return new Promise(() => {});
  };
  await moveMutedProjects({ settings, outbox: { run } });
  await moveMutedProjects({ settings, outbox: { run } });
  expect(asked).toEqual([
    ['attention.setLevel', { projectId: 'p', level: 'nothing' }],
    ['attention.setLevel', { projectId: 'q', level: 'nothing' }],
  ]);
  expect(settings.current()).toEqual({ isQuiet: true, mutedProjectIds: [] });
});
