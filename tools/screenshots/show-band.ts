import { newId } from '../../common/new-id.ts';
import { type PictureSet, readProject } from './show-work.ts';

/** Chat, notifications, all activity and search. */
export async function showBand(set: PictureSet): Promise<void> {
  const { running, take, ana, ben } = set;
  const { page } = running;
  const { members } = await readProject(set);
  const idOf = (name: string) => members.find(({ user }) => user.name === name)?.user.id ?? '';
  const conversationId = newId();
  await ben.command('conversation.open', { id: conversationId, userId: idOf('Ana') });
  for (const [member, text] of [
    [ben, 'Heard v4 on the tram. The bridge is it.'],
    [ana, 'Too loud though?'],
    [ben, 'A little. Half a dB off the master and I’m happy.'],
  ] as const) {
    await member.command('message.send', { id: newId(), conversationId, text });
  }
  await page.getByRole('region', { name: 'Bandmates' }).getByRole('button', { name: /^Ben / }).click();
  const chat = page.getByRole('region', { name: 'Chat with Ben' });
  await chat.getByText('Half a dB').waitFor();
  await chat.getByRole('textbox').fill('On it. v5 in ten minutes.');
  await take('chat');
  await chat.getByRole('textbox').fill('');
  await page.keyboard.press('Escape');

  await page.keyboard.press('b');
  await page.getByRole('region', { name: 'List of notifications' }).waitFor();
  await take('notifications');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Find/ }).waitFor();
  await page.keyboard.type('sunset gro');
  await page
    .getByRole('option', { name: /Sunset Groove/ })
    .first()
    .waitFor();
  await take('search');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'All activity' }).click();
  await page.getByRole('region', { name: 'Activity in all projects' }).waitFor();
  await take('everything');
}
