import type { LinkProblem, SignInProblem } from './identities.ts';
import type { Problem } from './problem-page.ts';
import type { ProviderProblem } from './provider.ts';

export type IdentityProblem =
  | ProviderProblem
  | SignInProblem
  | LinkProblem
  | 'started-elsewhere'
  | 'not-signed-in'
  | 'too-often'
  | 'disabled'
  | 'busy'
  | 'not-invited';

/** Each problem as a page: what happened, and what to do. */
export function describeProblem(problem: IdentityProblem, label: string): Omit<Problem, 'back'> {
  switch (problem) {
    case 'unreachable':
      return {
        status: 503,
        title: `${label} didn’t answer`,
        advice: 'Try again in a minute, or sign in another way.',
      };
    case 'untrusted':
      return {
        status: 502,
        title: `The answer of ${label} can’t be used`,
        advice: `Sign in another way, and ask the administrator of this server to check the settings for ${label}.`,
      };
    case 'expired':
      return {
        status: 400,
        title: 'This sign-in has expired or was already used',
        advice: `Choose ${label} again to start over.`,
      };
    case 'started-elsewhere':
      return {
        status: 400,
        title: 'This sign-in didn’t start in this browser',
        advice: `Allow cookies for this site, then choose ${label} again. It must be finished within 10 minutes.`,
      };
    case 'cancelled':
      return {
        status: 403,
        title: `You didn’t sign in with ${label}`,
        advice: `Choose ${label} again, or sign in another way.`,
      };
    case 'unverified-there':
      return {
        status: 403,
        title: `${label} hasn’t verified your email`,
        advice: `Verify your email at ${label} and try again, or sign in another way.`,
      };
    case 'unverified-here':
      return {
        status: 403,
        title: 'There is already an account with your email',
        advice: `Its email isn’t verified yet. Sign in with its password, then connect ${label} in Settings, or verify the email first.`,
      };
    case 'other-identity':
      return {
        status: 409,
        title: `Another ${label} account is connected`,
        advice: `Sign in with that one, or disconnect it in Settings first.`,
      };
    case 'taken':
      return {
        status: 409,
        title: `This ${label} account belongs to someone else here`,
        advice: `Choose another ${label} account, or disconnect it from the other account first.`,
      };
    case 'busy':
      return {
        status: 429,
        title: 'Too many new accounts were made just now',
        advice: 'Try again in an hour.',
      };
    case 'disabled':
      return {
        status: 403,
        title: 'This account is disabled',
        advice: 'Ask the administrator of this server.',
      };
    case 'too-often':
      return { status: 429, title: 'Too many sign-in attempts', advice: 'Try again in a minute.' };
    case 'no-account':
    case 'not-invited':
      return {
        status: 403,
        title: 'This server takes no new accounts without an invitation',
        advice: `Open the link in your invitation, then choose ${label} again.`,
      };
    case 'not-signed-in':
      return {
        status: 401,
        title: 'You were signed out meanwhile',
        advice: `Sign in, then connect ${label} in Settings again.`,
      };
  }
}
