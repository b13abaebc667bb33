import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import type { MailText } from './mail-text.ts';
import { parseSmtpUrl, type SmtpServer } from './smtp-url.ts';

/** Mails that wait, retries included. Further ones are dropped: whoever waits for a link asks again. */
const maximumWaiting = 1_000;

const closingMilliseconds = 2_000;

/** After how long a mail is tried again. After the last one it is dropped. */
const defaultRetries = [10_000, 60_000, 5 * 60_000, 30 * 60_000];

/** A mail about news. It may be sent again under the same id, by which mail programs recognise it. */
export type Letter = MailText & { html: string; messageId: string; unsubscribeUrl: string };

/** Sends mails one after the other. A restart forgets those that wait. */
export type Mailer = {
  /** False without `SMTP_URL`: nothing is ever sent. */
  readonly isConfigured: boolean;
  /** Never waits and never fails: the request that causes a mail is answered without it. */
  send(to: string, mail: MailText): void;
  /** Sends a mail that its caller keeps until it is `sent`. `refused`: for good. Never rejects. */
  deliver(to: string, letter: Letter): Promise<'sent' | 'later' | 'refused'>;
  /** How many mails wait, retries included. */
  waiting(): number;
  /** Drops what waits, and gives the mail that is being sent a moment. */
  close(): Promise<void>;
};

/** Of a server without a mail server. */
export const noMailer: Mailer = {
  isConfigured: false,
  send: () => {},
  deliver: async () => 'later',
  waiting: () => 0,
  close: async () => {},
};

type Waiting = { to: string; mail: MailText; tries: number };

export function createMailer(parts: {
  smtpUrl: string | null;
  /** The sender; null = `bandmate@` and the host of the public address. */
  from: string | null;
  publicUrl: string | null;
  clock: Clock;
  log: Logger;
  retries?: number[];
}): Mailer {
  const { smtpUrl, clock, log, retries = defaultRetries } = parts;
  if (smtpUrl === null) return noMailer;
  const server = parseSmtpUrl(smtpUrl);
  if (!server.ok) throw new Error(`The address of the mail server ${server.message}`);
  const from = parts.from ?? `BandMate <bandmate@${new URL(parts.publicUrl ?? 'http://localhost').hostname}>`;
  const transport = createTransport(transportOptions(server.data));
  const ready: Waiting[] = [];
  const cancels = new Set<() => void>();
  let isClosed = false;
  let running: Promise<void> | null = null;

  async function work(): Promise<void> {
    for (let next = ready.shift(); next && !isClosed; next = ready.shift()) await attempt(next);
    running = null;
  }

  async function deliver(to: string, letter: Letter): Promise<'sent' | 'later' | 'refused'> {
    if (isClosed) return 'later';
    const { unsubscribeUrl, ...mail } = letter;
    const headers = {
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': `<${unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    };
    try {
      await transport.sendMail({ from, to: { name: '', address: to }, ...mail, headers });
      return 'sent';
    } catch (error) {
      log.warn(factsOf(error, server.ok ? server.data : null), 'A mail about news could not be sent');
      return isForGood(error) ? 'refused' : 'later';
    }
  }

  async function attempt(waiting: Waiting): Promise<void> {
    const { to, mail, tries } = waiting;
    try {
      await transport.sendMail({ from, to: { name: '', address: to }, ...mail });
    } catch (error) {
      const facts = factsOf(error, server.ok ? server.data : null);
      const pause = isForGood(error) ? undefined : retries[tries];
      if (pause === undefined) return log.error(facts, 'A mail could not be sent');
      log.warn({ ...facts, secondsToRetry: pause / 1000 }, 'A mail could not be sent yet');
      if (isClosed) return;
      const cancel = clock.later(pause, () => {
        cancels.delete(cancel);
        add({ to, mail, tries: tries + 1 });
      });
      cancels.add(cancel);
    }
  }

  function add(waiting: Waiting): void {
    if (isClosed) return;
    if (ready.length + cancels.size >= maximumWaiting) {
      log.error('Too many mails are waiting; one was dropped');
      return;
    }
    ready.push(waiting);
    running ??= work();
  }

  return {
    isConfigured: true,
    send: (to, mail) => add({ to, mail, tries: 0 }),
    deliver,
    waiting: () => ready.length + cancels.size,
    async close() {
      if (isClosed) return;
      isClosed = true;
      for (const cancel of cancels) cancel();
      let cancel = () => {};
      const patience = new Promise<void>((resolve) => {
        cancel = clock.later(closingMilliseconds, resolve);
      });
      await Promise.race([running, patience]);
      cancel();
      transport.close();
    },
  };
}

function transportOptions({ host, port, secure, isPlain, auth }: SmtpServer) {
  return {
    ...{ host, port, secure },
    ...(auth && { auth }),
    requireTLS: !isPlain,
    ignoreTLS: isPlain,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The facts for the log. Not the error's own text: it may quote an address, and a mail holds a link that signs in. */
function factsOf(error: unknown, server: SmtpServer | null): object {
  const { code, responseCode, command } = error as {
    code?: string;
    responseCode?: number;
    command?: string;
  };
  return { host: server?.host, code, responseCode, command };
}

/** Whether the mail server refuses this mail for good. A refused sign-in (535) may be mended by the operator. */
function isForGood(error: unknown): boolean {
  const { responseCode = 0, code } = error as { responseCode?: number; code?: string };
  return responseCode >= 500 && code !== 'EAUTH';
}
