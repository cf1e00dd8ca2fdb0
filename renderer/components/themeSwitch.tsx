import { useMantineColorScheme } from '@mantine/core';
import { useText } from '../text/language.ts';

const schemes = ['auto', 'light', 'dark'] as const;

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const t = useText();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <select
      className="cell cell-framed bar-select"
      aria-label={t('shell.theme')}
      value={colorScheme}
      onChange={({ currentTarget }) => setColorScheme(schemes.find((one) => one === currentTarget.value) ?? 'auto')}
    >
      {schemes.map((scheme) => (
        <option key={scheme} value={scheme}>
          {t(`theme.${scheme}`)}
        </option>
      ))}
    </select>
  );
}
