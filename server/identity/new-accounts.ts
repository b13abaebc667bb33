import type { RegistrationLimiter } from '../auth/registration-limiter.ts';
import type { Registration } from '../operator/registration.ts';

/** Whether somebody who comes from a provider may have an account. The rules are those of registration. */
export type NewAccounts = {
  /** Null: they may. `token`: of the invitation that they opened. */
  refuse(email: string, token: string | undefined, address: string): Promise<'busy' | 'not-invited' | null>;
  noteMade: Registration['noteMade'];
};

export function createNewAccounts(registration: Registration, limiter: RegistrationLimiter): NewAccounts {
  return {
    noteMade: registration.noteMade,
    async refuse(email, token, address) {
      if (limiter.begin(address) !== null) return 'busy';
      return (await registration.refuse(email, token)) ? 'not-invited' : null;
    },
  };
}
