import { type CSSVariablesResolver, createTheme, defaultVariantColorsResolver } from '@mantine/core';

/** Dense and neutral, one accent. The shades in use have a contrast of at least 4.5 on their grounds in both schemes. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  // Mantine takes the text of a filled button for the light scheme, whichever is shown.
  variantColorResolver: (input) => ({
    ...defaultVariantColorsResolver(input),
    ...(input.variant === 'filled' ? { color: 'var(--on-accent)' } : {}),
  }),
  colors: {
    // Grounds and lines of the dark scheme: the page is 8, panels 7, fields 6.
    dark: [
      '#e6eaee',
      '#c3cbd3',
      '#a7b1bb',
      '#77828e',
      '#4a545f',
      '#2e363f',
      '#222931',
      '#1b2027',
      '#14181d',
      '#0e1114',
    ],
    accent: [
      '#e8f2fc',
      '#cfe3f8',
      '#a6ccf2',
      '#86bdf2',
      '#6cb0f0',
      '#3f90dd',
      '#1c73c5',
      '#0b5cad',
      '#084b8f',
      '#063a70',
    ],
  },
  fontFamily:
    "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'DejaVu Sans Mono', Consolas, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: 4,
  respectReducedMotion: true,
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f6f7f9',
    '--mantine-color-text': '#1b2229',
    '--mantine-color-dimmed': '#525d68',
    '--mantine-color-placeholder': '#656f7a',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-default-border': '#c3cad2',
    '--mantine-color-default-color': '#1b2229',
  },
  dark: {
    '--mantine-color-body': '#14181d',
    '--mantine-color-text': '#e6eaee',
    '--mantine-color-dimmed': '#a7b1bb',
    '--mantine-color-placeholder': '#98a2ac',
    '--mantine-color-error': '#ff9b93',
    '--mantine-color-default-border': '#3c454f',
    '--mantine-color-default-color': '#e6eaee',
  },
});
