/**
 * The address as the driver takes it. It checks certificate and name in each of these modes, and prints a warning that a
 * later version may not: `verify-full` says the same without a warning, and stays as strict.
 */
export function connectionString(url: string): string {
  if (/[?&]uselibpqcompat=true(?:&|$)/.test(url)) return url;
  return url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, '$1verify-full');
}
