import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { disposeLater } from './disposal.ts';
import { until } from './until.ts';

/** A mail as it arrived: head and body as they were sent. */
export type ReceivedMail = { to: string; subject: string; body: string; raw: string };

/** A real mail server on a free port of 127.0.0.1. */
export type MailServer = {
  /** For `SMTP_URL`. */
  url: string;
  mails: ReceivedMail[];
  /** The mail number `index` to that address, once it is there. */
  mailTo(address: string, index?: number): Promise<ReceivedMail>;
  close(): Promise<void>;
};

/** It is stopped when the test ends. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const server = await openMailServer(options);
  disposeLater(server.close);
  return server;
}

export async function openMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 100,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onData(stream, session, done) {
      text(stream).then((raw) => {
        const [head = '', ...rest] = raw.split('\r\n\r\n');
        mails.push({
          to: session.envelope.rcptTo[0]?.address ?? '',
          subject: /^Subject: (.*)$/m.exec(head)?.[1] ?? '',
          body: rest.join('\n\n').replaceAll('\r\n', '\n'),
          raw,
        });
        done();
      }, done);
    },
    ...options,
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
    mailTo: (address, index = 0) =>
      until(() => mails.filter(({ to }) => to === address)[index], { what: `a mail to ${address}` }),
  };
}

/** The token of the link in a mail. */
export function tokenIn({ body }: ReceivedMail): string {
  const token = /\?token=([\w-]{32})$/m.exec(body)?.[1];
  if (!token) throw new Error(`There is no link in: ${body}`);
  return token;
}
