/** A person as texts name them. */
export type Named = { id: string; name: string };

/** An `@` with a name after it, from `start` to before `end`. Several ids if people share that name. */
export type Mention = { start: number; end: number; ids: string[] };

/** The ids that a text names. Of people who share a name, those who were `picked`, if any were. */
export function mentionedIds(
  text: string,
  people: readonly Named[],
  picked: ReadonlySet<string> = new Set(),
): string[] {
  const named = findMentions(text, people).flatMap(({ ids }) => {
    const meant = ids.filter((id) => picked.has(id));
    return meant.length > 0 ? meant : ids;
  });
  return [...new Set(named)];
}

const partOfWord = /[\p{L}\p{N}_]/u;

/**
 * The people that a text names after an `@`: by their whole name or, if nobody else has it, the first word of it. The
 * longest name wins, so `@Ben Ode` isn't Ben Ode's namesake Ben.
 */
export function findMentions(text: string, people: readonly Named[]): Mention[] {
  const byName = [...Map.groupBy(people.flatMap(namesOf), ({ name }) => name)]
    .filter(([name, owners]) => name !== '' && (owners.some(({ isWhole }) => isWhole) || owners.length === 1))
    .sort(([one], [other]) => other.length - one.length);
  const mentions: Mention[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf('@', from);
    if (start < 0) return mentions;
    from = start + 1;
    // An address, such as ben@band.example.
    if (partOfWord.test(text.slice(0, start).at(-1) ?? '')) continue;
    for (const [name, owners] of byName) {
      const end = from + name.length;
      if (text.slice(from, end).toLowerCase() !== name || partOfWord.test(text.at(end) ?? '')) continue;
      const whole = owners.filter(({ isWhole }) => isWhole);
      mentions.push({ start, end, ids: (whole.length > 0 ? whole : owners).map(({ id }) => id) });
      from = end;
      break;
    }
  }
}

function namesOf({ id, name }: Named): { name: string; id: string; isWhole: boolean }[] {
  const whole = name.trim().toLowerCase();
  const [first = ''] = whole.split(/\s+/);
  const names = [{ name: whole, id, isWhole: true }];
  return first === whole ? names : [...names, { name: first, id, isWhole: false }];
}
