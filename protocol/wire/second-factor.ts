import * as z from 'zod';

/** Of an authenticator app, or a recovery code; spaces, dashes and case don't matter. */
export const factorCodeSchema = z.object({ code: z.string().trim().min(6).max(40) });

export const secondFactorSchema = z.object({
  isOn: z.boolean(),
  recoveryCodesLeft: z.number().int(),
});
export type SecondFactor = z.infer<typeof secondFactorSchema>;

/** For an authenticator app: the secret to type in, and as an address for a QR code. */
export const enrolmentSchema = z.object({ secret: z.string(), uri: z.string() });
export type Enrolment = z.infer<typeof enrolmentSchema>;

/** Each signs in once in place of a code. They are shown this one time. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });

/** The second step of a sign-in. The challenge is that of the refusal `second-factor`. */
export const secondStepSchema = factorCodeSchema.extend({ challenge: z.string().min(1).max(100) });
export type SecondStep = z.infer<typeof secondStepSchema>;
