/**
 * What a page of the bundle may load: its own files, and the sound that the main process answers under the same
 * origin. No connection leaves it, whatever a stored text may smuggle in: all that answers is the main process. Styles are files: neither `<style>`
 * elements nor `style=""` in markup count (React sets styles through the DOM, which is not concerned).
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
