/** The first `1.2.3` in a program's output, or undefined. */
export function findVersion(text) {
  return /(?:^|[^\d.])v?(\d+\.\d+\.\d+)/.exec(text)?.[1];
}

/**
 * Whether a version lies in a range: comparators side by side must all hold
 * (`>=4.1.4 <5 !=4.2.1`), `||` parts are alternatives.
 */
export function satisfies(version, range) {
  return range
    .split('||')
    .some(part => part.trim().split(/\s+/).every(holds(version)));
}

const COMPARATOR = /^(>=|<=|>|<|!=|=)?(\d+(?:\.\d+){0,2})$/;

function holds(version) {
  return comparator => {
    const match = COMPARATOR.exec(comparator);
    if (!match) {
      throw new Error(`"${comparator}" is not a version comparator`);
    }
    const [, operator = '=', bound] = match;
    const order = compare(version, bound);
    switch (operator) {
      case '>=':
        return order >= 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '<':
        return order < 0;
      case '!=':
        return order !== 0;
      default:
        return order === 0;
    }
  };
}

function compare(a, b) {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < 3; i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}
