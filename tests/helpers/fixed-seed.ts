import fc from 'fast-check';

// A property test that meets a new case in every run would fail on a change that has nothing to do with it.
if (!process.env.FUZZ) fc.configureGlobal({ seed: 20_261_128 });
