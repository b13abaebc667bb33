/** Types of the DevTools protocol; Playwright ships those of the Chromium it supports. */
export type { Protocol } from '../../../node_modules/playwright-core/types/protocol.js';
