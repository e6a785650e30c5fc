import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findVersion, satisfies } from './versions.mjs';

test('finds the version in what programs print', () => {
  for (const [text, version] of [
    ['v4.3.1+g01adbab', '4.3.1'],
    ['Kubernetes v1.36.3', '1.36.3'],
    ['etcd Version: 3.7.3\nGit SHA: Not provided', '3.7.3'],
    ['kwokctl version v0.8.0 go1.26.8 (linux/amd64)', '0.8.0'],
    [
      '/x/registry-3.1.2-linux/registry github.com/d/v3 v3.1.2+unknown',
      '3.1.2',
    ],
    ['Client Version: v1.32.4-dispatcher\nKustomize Version: v5.5.0', '1.32.4'],
    ['no version here', undefined],
  ]) {
    assert.equal(findVersion(text), version, text);
  }
});

test('accepts the Helm that may be used and no other', () => {
  const range = '>=4.1.4 <5 !=4.2.1';
  for (const version of ['4.1.4', '4.2.0', '4.2.2', '4.3.1', '4.10.0']) {
    assert.ok(satisfies(version, range), version);
  }
  for (const version of ['3.22.0', '4.1.3', '4.2.1', '5.0.0']) {
    assert.ok(!satisfies(version, range), version);
  }
});

test('takes one alternative or the other', () => {
  const range = '>=22.18 <23 || >=24 <25';
  assert.deepEqual(
    ['20.20.2', '22.17.9', '22.18.0', '23.6.0', '24.0.0', '25.0.0'].map(
      version => satisfies(version, range),
    ),
    [false, false, true, false, true, false],
  );
});

test('refuses a range that it does not understand', () => {
  assert.throws(() => satisfies('1.2.3', '^1.2.3'), /"\^1\.2\.3"/);
});
