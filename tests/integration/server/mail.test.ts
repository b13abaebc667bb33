import { PassThrough } from 'node:stream';
import pino from 'pino';
import { expect, test } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { mailText } from '../../../server/mail/mail-text.ts';
import { createMailer } from '../../../server/mail/mailer.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { startMailServer, tokenIn } from '../../helpers/mail-server.ts';
import { until } from '../../helpers/until.ts';

const link = `https://band.example/reset?token=${'x'.repeat(32)}`;
const mail = mailText.resetPassword('band.example', link);

function startMailer(smtpUrl: string | null, options: { retries?: number[] } = {}) {
  const stream = new PassThrough();
  let logged = '';
  stream.on('data', (chunk) => {
    logged += chunk;
  });
  const mailer = createMailer({
    ...{ smtpUrl, from: null, publicUrl: 'https://band.example', clock: systemClock, ...options },
    log: pino({ level: 'debug' }, stream),
  });
  disposeLater(mailer.close);
  return { mailer, logged: () => logged };
}

test('sends a plain-text mail whose link is one unbroken line', async () => {
  const peer = await startMailServer();
  const { mailer } = startMailer(peer.url);
  mailer.send('ada@example.com', mail);
  const received = await peer.mailTo('ada@example.com');
  expect(received.subject).toBe('Reset your BandMate password');
  expect(received.raw).toMatch(/^From: BandMate <bandmate@band\.example>\r$/m);
  expect(received.raw).toMatch(/^Content-Type: text\/plain/m);
  expect(received.body).toContain(`\n${link}\n`);
  expect(tokenIn(received)).toBe('x'.repeat(32));
});

test('every mail is plain ASCII, so that nothing in it is encoded', () => {
  for (const make of Object.values(mailText)) {
    const { subject, text } = make('band.example', link);
    expect(`${subject}${text}`).toMatch(/^[\x20-\x7e\n]*$/);
  }
});

test('an address can’t add a recipient or a header', async () => {
  const peer = await startMailServer();
  const { mailer } = startMailer(peer.url);
  mailer.send('ada@example.com, eve@example.com', mail);
  mailer.send('ada@example.com\r\nBcc: eve@example.com', mail);
  mailer.send('ben@example.com', mail);
  await peer.mailTo('ben@example.com');
  expect(peer.mails.some(({ to, raw }) => to === 'eve@example.com' || /^Bcc:/m.test(raw))).toBe(false);
});

test('tries again what the mail server refuses for now, and others go first', async () => {
  let refusals = 2;
  const peer = await startMailServer({
    onRcptTo({ address }, _session, done) {
      if (address !== 'ada@example.com' || refusals === 0) return done();
      refusals -= 1;
      done(Object.assign(new Error('Greylisted'), { responseCode: 451 }));
    },
  });
  const { mailer, logged } = startMailer(peer.url, { retries: [50, 50] });
  mailer.send('ada@example.com', mail);
  mailer.send('ben@example.com', mail);
  await peer.mailTo('ada@example.com');
  expect(peer.mails.map(({ to }) => to)).toEqual(['ben@example.com', 'ada@example.com']);
  expect(logged()).toContain('451');
});

test('gives up in the end, and at once if the mail is refused for good', async () => {
  let tries = 0;
  const peer = await startMailServer({
    onRcptTo({ address }, _session, done) {
      tries += 1;
      done(Object.assign(new Error(address), { responseCode: address.startsWith('ada') ? 451 : 550 }));
    },
  });
  const { mailer, logged } = startMailer(peer.url, { retries: [10] });
  mailer.send('ada@example.com', mail);
  mailer.send('nobody@example.com', mail);
  await until(() => logged().match(/A mail could not be sent"/g)?.length === 2, {
    what: 'both to be given up',
  });
  expect(tries).toBe(3);
  expect(peer.mails).toEqual([]);
});

test('logs neither the password of the mail server nor a link or recipient', async () => {
  const peer = await startMailServer({
    authOptional: false,
    onAuth: (auth, _session, done) => done(new Error(`Wrong password ${auth.password} for ada@example.com`)),
  });
  const { mailer, logged } = startMailer(peer.url.replace('//', '//band:s3cret-of-mail@'), { retries: [] });
  mailer.send('ada@example.com', mail);
  await until(() => logged().includes('could not be sent'));
  expect(logged()).toContain('EAUTH');
  for (const secret of ['s3cret-of-mail', 'token=', 'ada@example.com'])
    expect(logged()).not.toContain(secret);
});

test('refuses to send in clear text to another machine that offers no encryption', async () => {
  const commands: string[] = [];
  const peer = await startMailServer({
    onMailFrom(_address, _session, done) {
      commands.push('MAIL');
      done();
    },
  });
  // The same peer by an address that doesn't count as this machine's.
  const { port } = new URL(peer.url);
  const { mailer, logged } = startMailer(`smtp://0.0.0.0:${port}`, { retries: [] });
  mailer.send('ada@example.com', mail);
  await until(() => logged().includes('could not be sent'));
  expect(logged()).toContain('STARTTLS');
  expect(commands).toEqual([]);
});

test('a mail server that never answers keeps nobody waiting, and closing drops what waits', async () => {
  const peer = await startMailServer({ onConnect: () => {} });
  const { mailer, logged } = startMailer(peer.url);
  for (let index = 0; index < 2_000; index += 1) mailer.send('ada@example.com', mail);
  expect(logged()).toContain('Too many mails are waiting');
  const begun = performance.now();
  await mailer.close();
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test('without a mail server nothing is sent', async () => {
  const { mailer } = startMailer(null);
  expect(mailer.isConfigured).toBe(false);
  mailer.send('ada@example.com', mail);
});
