/** One line of the table: a figure of ours beside its floor, both measured in this run. */
export type Row = {
  what: string;
  ours: string;
  /** The figure of the floor, with its name. */
  floor: string;
  /** Ours against the floor where a ratio says something. */
  ratio: string;
  goal: string;
  met: boolean | null;
};

export const seconds = (value: number) => `${value.toFixed(value < 1 ? 3 : 2)} s`;
export const milliseconds = (value: number) => `${value.toFixed(2)} ms`;
export const mebibytes = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
export const times = (value: number) => `${value.toFixed(2)} ×`;

/** The rows as a Markdown table, so a run can be pasted into the docs as it stands. */
export function formatTable(rows: Row[]): string {
  const lines = rows.map(
    (row) =>
      `| ${row.what} | ${row.ours} | ${row.floor} | ${row.ratio} | ${row.goal} | ${row.met === null ? '–' : row.met ? 'yes' : 'NO'} |`,
  );
  return ['| what | ours | floor | ratio | goal | met |', '|---|---|---|---|---|---|', ...lines].join('\n');
}
