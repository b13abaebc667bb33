import * as z from 'zod';

// The page's security policy forbids eval. Zod would probe for it, which is a violation, so it must know before the first
// schema is created.
z.config({ jitless: true });
