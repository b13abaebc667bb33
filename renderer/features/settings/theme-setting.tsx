import { useState } from 'react';
import { settingsPagesText } from '../../text/settings.ts';
import { Segments } from '../../ui/segments.tsx';
import { chooseTheme, chosenTheme, themes } from '../../ui/theme.ts';

/** Dark, light, or as the system says. */
export function ThemeSetting() {
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-2">
      <span aria-hidden>{settingsPagesText.theme.label}</span>
      <Segments
        label={settingsPagesText.theme.label}
        options={themes.map((value) => ({ value, text: settingsPagesText.theme[value] }))}
        value={theme}
        onValue={(next) => {
          chooseTheme(next);
          setTheme(next);
        }}
      />
    </div>
  );
}
