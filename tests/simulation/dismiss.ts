import { type Act, type Doing, projectsOf } from './doing.ts';

/** Dismisses an activity, or all of them, and often takes it back, as the message offers that follows. */
export const dismissSomething: Act = (doing) => {
  const { page, account } = doing.client;
  const { chance } = doing.world;
  const isUndone = chance.is(0.4);
  if (chance.is(0.2)) {
    const projectId = chance.is(0.5) ? (chance.pick(projectsOf(doing))?.id ?? null) : null;
    return page.look(dismissAll(doing, projectId, isUndone));
  }
  const id = chance.pick(account.cache.activities.list(null, 20))?.id;
  if (id === undefined) return;
  page.look(page.handlers['activities.dismiss']({ ids: [id] }));
  if (isUndone) page.look(takeBack(doing, id));
};

async function dismissAll({ client }: Doing, projectId: string | null, isUndone: boolean): Promise<void> {
  const { handlers, look } = client.page;
  const answer = await handlers['activities.dismissAll']({ projectId });
  if (!isUndone || !answer.ok || client.life.isOver() || answer.data.dismissed.length === 0) return;
  look(handlers['activities.undismiss']({ ids: answer.data.dismissed }));
}

/** One that was dismissed at this moment is in the list again at once. */
async function takeBack({ client, member, world }: Doing, id: string): Promise<void> {
  const answer = await client.page.handlers['activities.undismiss']({ ids: [id] });
  // On a full disk, the cache follows later.
  if (!answer.ok || client.life.isOver() || world.tally.fullDisks > 0) return;
  const listed = client.account.cache.activities.list(null, 1_000);
  if (!listed.some((one) => one.id === id)) world.complain(`${member} doesn’t see ${id} again`);
}
