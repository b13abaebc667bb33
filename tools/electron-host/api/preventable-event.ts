/** The first argument of Electron's events: details, and a way to prevent the default action. */
export type PreventableEvent<Details extends object = object> = Details & {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
};

export function preventableEvent<Details extends object>(details: Details): PreventableEvent<Details> {
  let prevented = false;
  return Object.defineProperty(
    {
      ...details,
      preventDefault: () => {
        prevented = true;
      },
    },
    'defaultPrevented',
    {
      get: () => prevented,
      enumerable: true,
    },
  ) as PreventableEvent<Details>;
}
