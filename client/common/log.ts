/** Writes one line. Details are named fields; never a cookie, password or token. */
type LogLine = {
  (details: object, message?: string): void;
  (message: string): void;
};

/** The log of the client: a file on a producer's machine, the console in a browser. */
export type Log = { debug: LogLine; info: LogLine; warn: LogLine; error: LogLine };
