import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** A petrol of surgical drapes and instrument panels, dark enough to carry white text from shade 7 up. */
const petrol: MantineColorsTuple = [
  '#eef6f7',
  '#d9eaec',
  '#b3d6da',
  '#88bfc6',
  '#5fa8b0',
  '#3d929c',
  '#267e88',
  '#17686f',
  '#10555c',
  '#0a4249',
]

export const theme: ReturnType<typeof createTheme> = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  colors: { petrol },
  defaultRadius: 'sm',
  fontFamily: '"Inter", "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono", "SFMono-Regular", Menlo, "Liberation Mono", monospace',
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1.0625rem' } } },
})

/** Contrast of dimmed text is 4.5 to 1 or better on both grounds (WCAG 2.2, 1.4.3). */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f4f6f7',
    '--mantine-color-text': '#17262b',
    '--mantine-color-dimmed': '#4d5f66',
    '--mantine-color-placeholder': '#5b6d74',
    '--panel': '#ffffff',
    '--rule': '#d5dde0',
    '--good': '#14663f',
    '--good-ground': '#e4f2ea',
    '--bad': '#a32117',
    '--bad-ground': '#fbe9e7',
    '--warn': '#7a4d00',
    '--warn-ground': '#fdf1da',
    '--accent': '#17686f',
    '--selected': '#e3f0f1',
  },
  dark: {
    '--mantine-color-body': '#0f1619',
    '--mantine-color-text': '#dbe6e9',
    '--mantine-color-dimmed': '#9db0b6',
    '--mantine-color-placeholder': '#9db0b6',
    '--panel': '#162024',
    '--rule': '#2b3a40',
    '--good': '#7fd6a6',
    '--good-ground': '#14352a',
    '--bad': '#ff9d92',
    '--bad-ground': '#43201d',
    '--warn': '#f0c674',
    '--warn-ground': '#3c2f14',
    '--accent': '#88bfc6',
    '--selected': '#1d3238',
  },
})
