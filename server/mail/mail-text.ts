/** A mail without its address. ASCII in short lines, so that it is sent as it is written, links included. */
export type MailText = { subject: string; text: string };

/** Every mail that the server sends. `host` is the server's, as the band knows it. */
export const mailText = {
  resetPassword: (host: string, link: string): MailText => ({
    subject: 'Reset your BandMate password',
    text: paragraphs(
      `You can choose a new password for your BandMate account on ${host}. Open this link within an hour; it works once:`,
      link,
      "If you didn't ask for this, ignore this email. Your password stays as it is.",
    ),
  }),
  inviteAccount: (host: string, link: string): MailText => ({
    subject: 'Your invitation to BandMate',
    text: paragraphs(
      `You are invited to make a BandMate account on ${host}. Open this link within two weeks:`,
      link,
      "If you don't know what this is about, ignore this email.",
    ),
  }),
  verifyEmail: (host: string, link: string): MailText => ({
    subject: 'Confirm your email for BandMate',
    text: paragraphs(
      `Welcome to BandMate on ${host}. Open this link within three days to confirm your email:`,
      link,
      "If you didn't create an account, ignore this email.",
    ),
  }),
  confirmNewEmail: (host: string, link: string): MailText => ({
    subject: 'Confirm your new email for BandMate',
    text: paragraphs(
      `Open this link within three days to use this email for your BandMate account on ${host}:`,
      link,
      "If you didn't ask for this, ignore this email.",
    ),
  }),
  emailInUse: (host: string): MailText => ({
    subject: 'This email already has a BandMate account',
    text: paragraphs(
      `Someone wanted to use this email for another BandMate account on ${host}, but it already has one.`,
      "If that was you, sign in with this email. If it wasn't, there is nothing to do.",
    ),
  }),
  emailChanging: (host: string): MailText => ({
    subject: 'Your BandMate email is about to change',
    text: paragraphs(
      `Someone signed in to your BandMate account on ${host} asked to use another email for it. It changes once that email is confirmed.`,
      'If that was not you, change your password now: that cancels it and signs out all other devices.',
    ),
  }),
  passwordChanged: (host: string): MailText => ({
    subject: 'Your BandMate password was changed',
    text: paragraphs(
      `The password of your BandMate account on ${host} was changed, and all other devices were signed out.`,
      'If that was not you, choose "Forgot your password?" where you sign in.',
    ),
  }),
};

const lineLength = 72;

function paragraphs(...all: string[]): string {
  return `${all.map(wrap).join('\n\n')}\n`;
}

function wrap(paragraph: string): string {
  const lines: string[] = [];
  for (const word of paragraph.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > lineLength) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}
