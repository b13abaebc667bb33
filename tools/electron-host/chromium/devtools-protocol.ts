/** Types of the DevTools protocol; Playwright ships them beside the Chromium it supports. */
export type { Protocol } from '../../../node_modules/playwright-core/types/protocol.js';
