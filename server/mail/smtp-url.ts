import { isLoopback } from '../../common/clear-text.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';

/** How to reach the mail server. `isPlain`: without encryption, which is allowed on this machine only. */
export type SmtpServer = {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`); otherwise STARTTLS, which is required unless `isPlain`. */
  secure: boolean;
  isPlain: boolean;
  auth: { user: string; pass: string } | null;
};

/**
 * Reads `smtps://user:password@host:465` or `smtp://user:password@host:587`. Options are refused: with nodemailer's own
 * ones (`?ignoreTLS=true`) mails and the password would travel in clear text.
 */
export function parseSmtpUrl(text: string): Outcome<SmtpServer> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    return failure('invalid', 'must be an address like smtps://user:password@mail.example.com');
  }
  if (url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname)) {
    return failure(
      'invalid',
      'must end after the port: mail is only sent encrypted, except on this machine, and no option changes that',
    );
  }
  const secure = url.protocol === 'smtps:';
  const auth = readAuth(url);
  if (auth === undefined) return failure('invalid', 'must have its user and password percent-encoded');
  return {
    ok: true,
    data: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      // The mailer asks the DNS about names below `localhost`, which may answer with another machine.
      isPlain: !secure && isLoopback(url.hostname) && !/\.localhost$/i.test(url.hostname),
      auth,
    },
  };
}

function readAuth({ username, password }: URL): SmtpServer['auth'] | undefined {
  if (username === '') return null;
  try {
    return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}
