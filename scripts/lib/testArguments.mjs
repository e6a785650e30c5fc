import { parseArgs } from 'node:util';

const HIGHEST_SEED = 2 ** 32 - 1;

/** Reads the arguments of `npm test`: stages, and what the chaos stage takes. */
export function parseTestArguments(args, stages) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      minutes: { type: 'string', default: '3' },
      seed: { type: 'string' },
    },
  });
  const unknown = positionals.find(name => !stages.includes(name));
  if (unknown) {
    throw new Error(
      `There is no stage ${unknown}; there are ${stages.join(', ')}`,
    );
  }
  return {
    help: values.help,
    names: positionals,
    chaos: {
      minutes: number('minutes', values.minutes, 1, 24 * 60),
      seed:
        values.seed === undefined
          ? undefined
          : number('seed', values.seed, 0, HIGHEST_SEED),
    },
  };
}

function number(name, text, least, most) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(
      `--${name} ${text}: needs a whole number from ${least} to ${most}`,
    );
  }
  return value;
}
