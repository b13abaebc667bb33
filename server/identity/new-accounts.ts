import type { RegistrationLimiter } from '../auth/registration-limiter.ts';
import type { Registration } from '../operator/registration.ts';

/** Whether somebody who comes from a provider may have an account. The rules are those of registration. */
export type NewAccounts = {
  /** `token`: of the invitation that they opened. */
  admit(
    email: string,
    token: string | undefined,
    address: string,
  ): Promise<{ problem: 'busy' | 'not-invited' } | { giveBack(): Promise<void> }>;
  noteMade: Registration['noteMade'];
};

export function createNewAccounts(registration: Registration, limiter: RegistrationLimiter): NewAccounts {
  return {
    noteMade: registration.noteMade,
    async admit(email, token, address) {
      if ((await limiter.begin(address)) !== null) return { problem: 'busy' };
      const admission = await registration.admit(email, token);
      return admission.ok ? admission : { problem: 'not-invited' };
    },
  };
}
