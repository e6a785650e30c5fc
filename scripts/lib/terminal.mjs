const STARTED = Date.now();

/** Seconds since the script began, for the lines that it prints. */
export function elapsed() {
  return `${((Date.now() - STARTED) / 1000).toFixed(1).padStart(6)} s`;
}

/** One line of what is going on. */
export function say(message) {
  clearBar();
  process.stdout.write(`[${elapsed()}] ${message}\n`);
}

/** A block of text without the time in front. */
export function print(text) {
  clearBar();
  process.stdout.write(`${text}\n`);
}

/** A message on stderr. */
export function complain(text) {
  clearBar();
  process.stderr.write(`${text}\n`);
}

let barShown = false;

function clearBar() {
  if (barShown) {
    process.stdout.write('\r\x1b[2K');
    barShown = false;
  }
}

/**
 * A progress bar on a terminal; elsewhere (a CI log) one line at each quarter.
 * `total` may be unknown.
 */
export function progressBar(label) {
  let quarter = 0;
  return {
    update(done, total) {
      const share = total ? Math.min(done / total, 1) : undefined;
      if (process.stdout.isTTY) {
        const width = 24;
        const filled = Math.round((share ?? 0) * width);
        const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
        process.stdout.write(
          `\r\x1b[2K[${elapsed()}] ${label} ${bar} ${amount(done, total)}`,
        );
        barShown = true;
        return;
      }
      const reached = share === undefined ? 0 : Math.floor(share * 4);
      if (reached > quarter) {
        quarter = reached;
        say(`${label} ${reached * 25} %`);
      }
    },
    end: clearBar,
  };
}

function amount(done, total) {
  const mib = bytes => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
  return total ? `${mib(done)} of ${mib(total)}` : mib(done);
}
