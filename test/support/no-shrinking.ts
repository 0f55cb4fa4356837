import { configureGlobal } from 'fast-check';

// A mutant is noticed by the first counterexample; a smaller one says nothing more.
configureGlobal({ endOnFailure: true });
