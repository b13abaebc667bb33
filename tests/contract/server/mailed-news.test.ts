import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { MailLevel, QuietHours } from '../../../protocol/wire/attention.ts';
import type { Bandmate } from '../../../protocol/wire/chat.ts';
import { type openMailServer, type ReceivedMail, startMailServer } from '../../helpers/mail-server.ts';
import {
  addMember,
  collectEvents,
  connectSocket,
  createProject,
  registerUser,
  request,
  startServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

type Options = Parameters<typeof openMailServer>[0];

/** Ada and Ben in a project, with confirmed addresses, on a server that mails after a moment. */
async function assemble(options: Options = {}) {
  const peer = await startMailServer(options);
  const server = await startServer({
    ...{ smtpUrl: peer.url, mailGatherMilliseconds: 200, presenceGraceMilliseconds: 100 },
  });
  const ada = await registerUser(server, { name: 'Ada' });
  const ben = await registerUser(server, { name: 'Ben' });
  const projectId = await createProject(ada, [ben], 'Album');
  await until(() => peer.mails.length === 2 || options.onRcptTo);
  await server.database.run('update user set emailVerified = 1');
  const choose = (user: TestUser, mail: MailLevel) => user.command('attention.setMail', { projectId, mail });
  const { file } = await upload({ server, user: ada }, makeWave(), newCut(projectId), {
    name: 'Harbour v1.wav',
  });
  const mention = (text: string, by = ada, to = ben) =>
    by.command('comment.create', {
      ...{ id: newId(), cutId: file.cutId, text, timestamp: 1 },
      mentions: [to.account.id],
    });
  const version = (name: string) =>
    upload({ server, user: ada }, makeWave(), newCut(projectId, name), { name: `${name} v1.wav` });
  /** The mails about news, without those that confirm an address. */
  const newsTo = ({ email }: TestUser) =>
    peer.mails.filter(({ to, raw }) => to === email && raw.includes('List-Unsubscribe'));
  const waiting = () => server.database.value('select count(*) from mailedNews');
  const settled = () => until(async () => (await waiting()) === 0);
  const isOnline = async ({ account }: TestUser) => {
    const { body } = await ada.request('GET', '/api/presence');
    return body.some((person: Bandmate) => person.userId === account.id && person.isOnline);
  };
  /** Does something while Ben is online, when nothing is sent, and lets him go. */
  const meanwhile = async (task: () => Promise<unknown>) => {
    const socket = await connectSocket(server, ben);
    await task();
    socket.disconnect();
    await until(async () => !(await isOnline(ben)));
  };
  return {
    peer,
    server,
    ada,
    ben,
    projectId,
    cutId: file.cutId,
    choose,
    mention,
    version,
    newsTo,
    waiting,
    settled,
    meanwhile,
  };
}

/** The text of a mail, its parts decoded. */
function textOf({ raw }: ReceivedMail): string {
  const bytes = raw
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/((?:=[0-9A-F]{2})+)/g, (encoded) => decodeURIComponent(encoded.replaceAll('=', '%')));
  return bytes.replaceAll('\r\n', '\n');
}

const unsubscribeOf = (mail: ReceivedMail) =>
  /^List-Unsubscribe: ?<(.+)>\r$/m.exec(mail.raw.replaceAll('\r\n ', ''))?.[1] ?? '';

test('a burst is one mail, as each member chose, with links to the moments and markup as text', async () => {
  const { server, ada, ben, projectId, cutId, ...rest } = await assemble();
  const { choose, mention, version, newsTo, settled, meanwhile } = rest;
  const cy = await registerUser(server, { name: 'Cy' });
  await addMember(ada, cy, projectId);
  await choose(ben, 'versions');
  await choose(cy, 'mentions');
  let commentId = '';
  await meanwhile(async () => {
    commentId = (await mention('<img src=x> louder & longer')).id;
    await version('Lantern');
    await version('Sunrise');
  });
  const [mail] = await until(() => newsTo(ben).length > 0 && newsTo(ben));
  await settled();
  expect([newsTo(ben).length, newsTo(cy).length, newsTo(ada).length]).toEqual([1, 0, 0]);
  if (!mail) throw new Error('There is no mail');
  const text = textOf(mail);
  expect(text).toContain('Subject: =?UTF-8?Q?3_news_in');
  expect(text).toContain(`${server.url}/projects/${projectId}/cuts/${cutId}/comments/${commentId}\n`);
  expect(text).toContain('<img src=x> louder & longer\n');
  expect(text).toContain('&lt;img src=x&gt; louder &amp; longer');
  expect(text).toContain('Ada bounced Sunrise v1');
  expect(text).toContain('Ada bounced Lantern v1');
  expect(mail.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
  expect(mail.raw).toMatch(/^Content-Type: multipart\/alternative/m);
});

test('nobody gets mail about what they have seen, while they are online, or to an unconfirmed address', async () => {
  const { server, ben, choose, mention, newsTo, waiting, settled, meanwhile } = await assemble();
  await choose(ben, 'mentions');
  await meanwhile(async () => {
    await mention('Seen at once');
    await ben.request('PATCH', '/api/notifications/read-all');
    await mention('While you are here');
    // Longer than news is collected.
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect([newsTo(ben).length, await waiting()]).toEqual([0, 2]);
  });
  await settled();
  expect(newsTo(ben)).toHaveLength(1);
  const text = textOf(newsTo(ben)[0] as ReceivedMail);
  expect([text.includes('While you are here'), text.includes('Seen at once')]).toEqual([true, false]);
  await server.database.run('update user set emailVerified = 0 where id = ?', ben.account.id);
  await mention('Nobody confirmed this');
  await settled();
  expect(newsTo(ben)).toHaveLength(1);
});

test('nobody gets mail from those they blocked, without the membership, or once they chose none', async () => {
  const { ada, ben, projectId, choose, mention, newsTo, settled, meanwhile } = await assemble();
  await choose(ben, 'mentions');
  await meanwhile(async () => {
    await mention('Before the block');
    await ben.request('PUT', `/api/blocks/${ada.account.id}`);
  });
  await settled();
  await ben.request('DELETE', `/api/blocks/${ada.account.id}`);
  await meanwhile(async () => {
    await mention('Then he chose none');
    await choose(ben, 'off');
  });
  await settled();
  await choose(ben, 'mentions');
  await meanwhile(async () => {
    await mention('Then he had to go');
    await ada.command('member.remove', { projectId, userId: ben.account.id });
  });
  await settled();
  expect(newsTo(ben)).toEqual([]);
});

test('quiet hours delay mail where the person is, and a restart loses nothing', async () => {
  const { server, ben, choose, mention, newsTo, waiting } = await assemble();
  const quiet = (quietHours: QuietHours | null) => ben.command('attention.setQuietHours', { quietHours });
  await choose(ben, 'mentions');
  await quiet({ from: '00:00', until: '23:59', timeZone: 'Nowhere/Atlantis' });
  await mention('An unknown clock');
  await until(() => newsTo(ben).length === 1);
  const minute = new Date().toISOString().slice(14, 16);
  // Not in the minute that is outside of them.
  const all = minute === '59' ? { from: '12:00', until: '11:59' } : { from: '00:00', until: '23:59' };
  await quiet({ ...all, timeZone: 'UTC' });
  await mention('At night');
  await new Promise((resolve) => setTimeout(resolve, 600));
  await server.restart();
  expect([newsTo(ben).length, await waiting()]).toEqual([1, 1]);
  await quiet(null);
  await until(() => newsTo(ben).length === 2);
});

test('news waits while the mail server refuses it, and is sent once; a mail cut short by a crash keeps its id', async () => {
  let refusing = false;
  const { server, ben, choose, mention, newsTo, settled } = await assemble({
    onRcptTo(_address, _session, done) {
      done(refusing ? Object.assign(new Error('Later'), { responseCode: 451 }) : null);
    },
  });
  await choose(ben, 'mentions');
  refusing = true;
  await mention('Into the storm');
  const delays = () => server.database.values('select tries from mailDelay');
  await until(async () => (await delays()).length === 1);
  refusing = false;
  await server.restart();
  expect(newsTo(ben)).toEqual([]);
  await server.database.run("update mailDelay set notBefore = '2020-01-01T00:00:00.000Z'");
  await settled();
  expect(newsTo(ben)).toHaveLength(1);
  expect(await delays()).toEqual([]);

  refusing = true;
  await mention('Cut short');
  await until(async () => (await delays()).length === 1);
  await server.stop();
  await server.database.run("update mailedNews set mailId = 'begun-before'");
  await server.database.run('delete from mailDelay; delete from mailSent');
  refusing = false;
  await server.restart();
  await settled();
  expect(newsTo(ben).map(({ raw }) => /^Message-ID: <([\w-]+)@/m.exec(raw)?.[1])).toEqual([
    expect.any(String),
    'begun-before',
  ]);
});

test('an address gets at most twenty mails a day, and what comes later is in the next one', async () => {
  const { server, ben, choose, mention, newsTo, waiting } = await assemble();
  await choose(ben, 'mentions');
  const sent = { userId: ben.account.id, at: new Date(Date.now() - 3_600_000).toISOString() };
  await server.database.insert('mailSent', Array(20).fill(sent));
  await mention('One too many');
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect([newsTo(ben).length, await waiting()]).toEqual([0, 1]);
  await server.database.run('delete from mailSent');
  await until(() => newsTo(ben).length === 1);
});

test('the link of a mail ends such mail when it is pressed, not when it is opened', async () => {
  const { server, ben, projectId, choose, mention, newsTo } = await assemble();
  await choose(ben, 'mentions');
  await mention('Hello');
  const [mail] = await until(() => newsTo(ben).length > 0 && newsTo(ben));
  const url = unsubscribeOf(mail as ReceivedMail);
  expect(url).toMatch(new RegExp(`^${server.url}/api/mail/unsubscribe/[\\w-]{32}$`));
  const path = url.slice(server.url.length);
  const mailOf = async () => {
    const { body } = await ben.request('GET', '/api/attention');
    return body.projects.find((one: { projectId: string }) => one.projectId === projectId).mail;
  };
  const opened = await request(server, 'GET', path);
  expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(opened.body).toContain('<form method="post">');
  expect(await mailOf()).toBe('mentions');
  const foreign = await request(server, 'POST', path, undefined, { origin: 'https://evil.example' });
  expect([foreign.status, await mailOf()]).toEqual([403, 'mentions']);

  const socket = await connectSocket(server, ben);
  const seen = collectEvents(socket);
  // As a mail program does it.
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await request(server, 'POST', path, 'List-Unsubscribe=One-Click', form)).status).toBe(200);
  expect(await mailOf()).toBeUndefined();
  const told = await until(() => seen.find(({ name }) => name === 'attention:updated'));
  expect(told.payload).not.toHaveProperty('mail');
  expect((await request(server, 'POST', path)).status).toBe(200);
  expect((await request(server, 'POST', `${path}x`)).status).toBe(404);
  const stored = await server.database.values('select hash from mailToken');
  expect(stored).not.toContain(path.split('/').at(-1));
});
