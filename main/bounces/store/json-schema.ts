import * as z from 'zod';

/** JSON in a column, to be piped into the schema of what it says. */
export const jsonSchema = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'This is no JSON' });
    return z.NEVER;
  }
});
