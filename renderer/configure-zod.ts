import * as z from 'zod';

// The page's security policy forbids eval. Zod would try it once to find out, and each try is a violation; so it is told,
// before the first schema is made.
z.config({ jitless: true });
