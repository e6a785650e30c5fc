import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromChecksumFile, fromGitHubRelease } from './checksums.mjs';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

test('reads a bare hash', () => {
  assert.equal(fromChecksumFile(`${A}\n`, 'kubectl'), A);
});

test('reads the line of the file among others, with and without the binary sign', () => {
  const text = `${A}  etcd-linux.tar.gz\n${B} *./out/etcd-darwin.zip\n`;
  assert.equal(fromChecksumFile(text, 'etcd-linux.tar.gz'), A);
  assert.equal(fromChecksumFile(text, 'etcd-darwin.zip'), B);
});

test("never takes another file's hash", () => {
  assert.throws(
    () => fromChecksumFile(`${A}  other.tar.gz\n`, 'helm.tar.gz'),
    /no SHA-256 for helm\.tar\.gz/,
  );
});

test('refuses a page that is no checksum file', () => {
  assert.throws(
    () => fromChecksumFile('<html>Sign in</html>', 'helm'),
    /no SHA-256/,
  );
});

test('reads the digest in a GitHub release', () => {
  const release = JSON.stringify({
    assets: [
      { name: 'kwok-linux-amd64', digest: `sha256:${A.toUpperCase()}` },
      { name: 'kwok-linux-arm64', digest: null },
    ],
  });
  assert.equal(fromGitHubRelease(release, 'kwok-linux-amd64'), A);
  assert.throws(
    () => fromGitHubRelease(release, 'kwok-linux-arm64'),
    /no SHA-256/,
  );
  assert.throws(() => fromGitHubRelease(release, 'kwokctl'), /no SHA-256/);
});
