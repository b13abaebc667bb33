/**
 * The `Content-Disposition` of a download (RFC 6266): an ASCII name for old clients and the real one in UTF-8
 * (RFC 8187). Path separators, control characters and those that change the direction of text become `_`: a name must
 * not lead out of a folder or disguise its extension.
 */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const safe = name.toWellFormed().replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029/\\]/gu, '_');
  const ascii = safe.replace(/[^\x20-\x7e]|["%]/g, '_');
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
