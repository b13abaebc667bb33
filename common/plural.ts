const wholeNumber = new Intl.NumberFormat('en-GB');

/** `1 cut`, `3 cuts`, `1,204 cuts`. */
export function plural(amount: number, one: string, many = `${one}s`): string {
  return `${wholeNumber.format(amount)} ${amount === 1 ? one : many}`;
}
