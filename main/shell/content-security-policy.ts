/** The style element of wavesurfer's shadow root: the page can't draw a waveform without it, and it never changes. */
const waveformStyle = "'sha256-4hGoO+X6KXe8Gw08N/aBKwvHEYryxn/8CNSB0dTq+m0='";

/**
 * What a page of the bundle may load: its own files, and the sound and waveforms that the main process answers under
 * the same origin. No connection leaves it, whatever a stored text may smuggle in: all that answers is the main
 * process. Styles are files: of `<style>` elements only the one named above counts, and no `style=""` in markup
 * (React sets styles through the DOM, which is not concerned).
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${waveformStyle}`,
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
