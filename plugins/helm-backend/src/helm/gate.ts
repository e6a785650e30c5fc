/**
 * Waits for one line, then becomes Helm: same process id, nothing of ours left
 * in between. The arguments are the shell's positional parameters and never
 * parsed. So the process is on record before it can change anything, whatever
 * the command, and ends by itself when the backend dies first. What Helm writes
 * is for nobody else to read.
 */
export const GATE =
  'umask 077; IFS= read -r word && [ "$word" = go ] || exit 70';
