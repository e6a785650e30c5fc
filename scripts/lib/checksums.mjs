const SHA256 = /^[0-9a-f]{64}$/;

/**
 * The SHA-256 of a file in a publisher's checksum file: a bare hash, or lines
 * of `hash  name`.
 */
export function fromChecksumFile(text, fileName) {
  const lines = text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(Boolean)
    .map(line => line.split(/\s+\*?/));
  const named = lines.find(([, name]) => name && baseName(name) === fileName);
  const bare =
    lines.length === 1 && lines[0].length === 1 ? lines[0] : undefined;
  return checked((named ?? bare)?.[0], fileName);
}

/** The SHA-256 that a GitHub release (its JSON) gives for one of its files. */
export function fromGitHubRelease(text, fileName) {
  const asset = JSON.parse(text).assets?.find(({ name }) => name === fileName);
  const [algorithm, hash] = (asset?.digest ?? '').split(':');
  return checked(algorithm === 'sha256' ? hash : undefined, fileName);
}

function baseName(path) {
  return path.slice(path.lastIndexOf('/') + 1);
}

function checked(hash, fileName) {
  const lower = hash?.toLowerCase();
  if (!lower || !SHA256.test(lower)) {
    throw new Error(`the publisher gives no SHA-256 for ${fileName}`);
  }
  return lower;
}
