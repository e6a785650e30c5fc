import type { Theme } from '@material-ui/core/styles';

/** Words of tone that every state, chip and note is drawn in. */
export type Tone = 'err' | 'warn' | 'accent' | 'ok' | 'mute';

interface ToneColors {
  text: string;
  bg: string;
  line: string;
  solid: string;
}

/** The plugin's colours, mapped on the portal's theme: nothing else names one. */
export interface Tokens {
  bg: string;
  paper: string;
  sunk: string;
  hover: string;
  fg: string;
  fg2: string;
  fg3: string;
  line: string;
  line2: string;
  field: string;
  accent: string;
  accentFg: string;
  tone: Record<Tone, ToneColors>;
  add: { bg: string; fg: string; mark: string };
  del: { bg: string; fg: string; mark: string };
  log: {
    bg: string;
    fg: string;
    dim: string;
    err: string;
    ok: string;
    hit: string;
  };
}

type Fixed = Omit<Tokens, 'bg' | 'paper' | 'fg' | 'accent' | 'accentFg'>;

const light: Fixed = {
  sunk: '#f5f6f7',
  hover: '#f0f3f7',
  fg2: '#565d66',
  fg3: '#656c75',
  line: '#dfe2e6',
  line2: '#ebedf0',
  field: '#868e96',
  tone: {
    ok: { text: '#18703a', bg: '#e7f5ec', line: '#a3d3b5', solid: '#2b9a55' },
    warn: { text: '#835000', bg: '#fff4dd', line: '#e6c078', solid: '#d98b06' },
    err: { text: '#b0221a', bg: '#fdecea', line: '#efb1ac', solid: '#d0342b' },
    accent: {
      text: '#1f5493',
      bg: '#e8f0f9',
      line: '#a9c4e4',
      solid: '#1f5493',
    },
    mute: { text: '#50575f', bg: '#eef0f2', line: '#d2d6db', solid: '#868e96' },
  },
  add: { bg: '#e6f6eb', fg: '#0f5c2c', mark: '#b7e3c5' },
  del: { bg: '#fdeeed', fg: '#96201a', mark: '#f7c8c4' },
  log: {
    bg: '#1c2128',
    fg: '#d5dae1',
    dim: '#929ba7',
    err: '#ff9d94',
    ok: '#8ddba6',
    hit: '#5c2f2c',
  },
};

const dark: Fixed = {
  sunk: '#3a3a3a',
  hover: '#4d4d4d',
  fg2: '#cfcfcf',
  fg3: '#c4c4c4',
  line: '#5c5c5c',
  line2: '#515151',
  field: '#a0a0a0',
  tone: {
    ok: { text: '#86dda3', bg: '#2d4636', line: '#4b7d5d', solid: '#5cc482' },
    warn: { text: '#ffcb78', bg: '#4c412b', line: '#8a713d', solid: '#f0ab3c' },
    err: { text: '#ffb3ac', bg: '#4e3534', line: '#95534e', solid: '#f3736a' },
    accent: {
      text: '#9cc9ff',
      bg: '#33465c',
      line: '#5b7ea6',
      solid: '#9cc9ff',
    },
    mute: { text: '#d4d4d4', bg: '#505050', line: '#707070', solid: '#979797' },
  },
  add: { bg: '#2c4434', fg: '#a9ebbf', mark: '#39654a' },
  del: { bg: '#503331', fg: '#ffc0ba', mark: '#7a4642' },
  log: {
    bg: '#1e1e1e',
    fg: '#dcdcdc',
    dim: '#a0a0a0',
    err: '#ff9d94',
    ok: '#8ddba6',
    hit: '#5c2f2c',
  },
};

const mapped = new WeakMap<Theme, Tokens>();

/** The tokens of a theme; surfaces, text and accent are the portal's own. */
export function tokens(theme: Theme): Tokens {
  const known = mapped.get(theme);
  if (known) {
    return known;
  }
  const { palette } = theme;
  const result: Tokens = {
    ...(palette.type === 'dark' ? dark : light),
    bg: palette.background.default,
    paper: palette.background.paper,
    fg: palette.text.primary,
    accent: palette.primary.main,
    accentFg: palette.getContrastText(palette.primary.main),
  };
  mapped.set(theme, result);
  return result;
}

/** Type of code, diffs and logs. */
export const mono =
  'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace';

/** Under this width cards stack and tables become lists. */
export const small = '@media (max-width: 720px)';
