/** Longer expressions are left to Helm. */
const LONGEST = 200;

/**
 * True for a regular expression whose time can't explode: JavaScript's engine
 * needs exponential time where something repeated repeats in itself, and can't
 * be stopped. Helm's own engine knows no such expressions.
 */
export function isHarmlessPattern(pattern: string): boolean {
  return (
    pattern.length <= LONGEST &&
    !/\\[1-9k]/.test(pattern) &&
    !repeatsItself(pattern)
  );
}

/** A repeated group that holds another repetition or a choice. */
function repeatsItself(pattern: string): boolean {
  // What is escaped, or in brackets, repeats nothing.
  const bare = pattern.replace(/\\./g, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x');
  const open: { isRisky: boolean }[] = [];
  for (let at = 0; at < bare.length; at += 1) {
    const next = bare[at];
    if (next === '(') {
      open.push({ isRisky: false });
    } else if (next === ')') {
      const group = open.pop();
      const isRepeated = /[*+{]/.test(bare[at + 1] ?? '');
      if (group?.isRisky && isRepeated) {
        return true;
      }
      markOuter(open, group?.isRisky === true || isRepeated);
    } else if (/[*+{|]/.test(next)) {
      markOuter(open, true);
    }
  }
  return false;
}

function markOuter(open: { isRisky: boolean }[], isRisky: boolean) {
  const outer = open.at(-1);
  if (outer && isRisky) {
    outer.isRisky = true;
  }
}
