import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

const MAX_NAME = 53;

/**
 * The name of a release as Flux makes it: beyond 53 characters the first 40
 * and 12 of a digest (research: engines §1.1).
 */
export function shortenReleaseName(name: string): string {
  if (name.length <= MAX_NAME) {
    return name;
  }
  const digest = bytesToHex(sha256(utf8ToBytes(name)));
  return `${name.slice(0, 40)}-${digest.slice(0, 12)}`;
}
